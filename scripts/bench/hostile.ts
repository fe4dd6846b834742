import { median } from 'simple-statistics';
import { type Classifier, loadClassifier, tokenize } from '../../classifier/src/index.ts';
import { DEFAULT_MODEL, readModel } from '../program/model-option.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { timeMs } from './measure.ts';
import type { BenchReport } from './report.ts';

const LIMIT_MS = 50;
/** A text with the maximum number of distinct sentences, each of which an explanation leaves out in turn. */
const DIFFERENT_SENTENCES = {
  pattern: 'a0! a1! …',
  text: Array.from({ length: 5000 }, (_, i) => `${(360 + i).toString(36)}! `)
    .join('')
    .slice(0, 20_000),
};
const NUM_SHOWN = 5;

/**
 * Measures the time for hostile texts: the first call on each, before the code is optimized, later calls, and calls
 * with an explanation, which for most of these texts explains only sentences.
 */
export async function benchHostile({ repeats }: { repeats: number }): Promise<BenchReport> {
  const classifier = loadClassifier(await readModel(DEFAULT_MODEL));
  const measured = [...HOSTILE_TEXTS, DIFFERENT_SENTENCES].map(({ pattern, text }) => {
    const repeat = (run: () => unknown): number => median(Array.from({ length: repeats }, () => timeMs(run)));
    return {
      pattern: JSON.stringify(pattern),
      firstMs: timeMs(() => classifier.classify(text)),
      classifyMs: repeat(() => classifier.classify(text)),
      explainMs: repeat(() => classifier.explain(text)),
      tokenizeMs: repeat(() => tokenize(text)),
      stepMs: median(Array.from({ length: repeats }, () => longestStepMs(classifier, text))),
    };
  });
  const slowestFirst = Math.max(...measured.map(({ firstMs }) => firstMs));
  const slowest = Math.max(...measured.map(({ classifyMs }) => classifyMs));
  const slowestExplained = Math.max(...measured.map(({ explainMs }) => explainMs));
  const slowestStep = Math.max(...measured.map(({ stepMs }) => stepMs));
  const isWithinLimits = slowestStep < LIMIT_MS;
  return {
    columns: {
      pattern: 'pattern',
      firstMs: 'first classify, ms',
      classifyMs: 'classify, median ms',
      explainMs: 'explain, median ms',
      tokenizeMs: 'tokenize, median ms',
      stepMs: 'longest step, median ms',
    },
    rows: measured.toSorted((a, b) => b.classifyMs - a.classifyMs).slice(0, NUM_SHOWN),
    notes: [
      `The slowest ${NUM_SHOWN} of ${measured.length} hostile texts of 20,000 characters, ${repeats} repeats each.`,
      `The slowest median is ${slowest.toFixed(1)} ms, the slowest first call ${slowestFirst.toFixed(1)} ms; with an explanation it is ${slowestExplained.toFixed(1)} ms.`,
      `The longest step, between two of which a server answers others, takes ${slowestStep.toFixed(1)} ms: ${isWithinLimits ? 'under' : 'NOT under'} ${LIMIT_MS} ms.`,
    ],
    isWithinLimits,
  };
}

function longestStepMs(classifier: Classifier, text: string): number {
  const steps = classifier.classifyInSteps(text, { explain: true, sentences: true });
  let longest = 0;
  let isDone = false;
  while (!isDone) {
    longest = Math.max(
      longest,
      timeMs(() => {
        isDone = steps.next().done === true;
      }),
    );
  }
  return longest;
}
