import { median } from 'simple-statistics';
import { ClassifierError, type OpenClassifier, tokenize } from '../../classifier/src/index.ts';
import { openModelOf } from '../program/open-model.ts';
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

/** The options of the bench. */
interface HostileOptions {
  /** A kind or a model file. */
  model: string;
  /** The number of measured calls for each text. */
  repeats: number;
}

/** The times for a text, in milliseconds. */
type Measured = { pattern: string } & Record<
  'firstMs' | 'classifyMs' | 'explainMs' | 'tokenizeMs' | 'stepMs',
  number
>;

/**
 * Measures the time for hostile texts: the first call on each, before the code is optimized, later calls, and calls
 * with an explanation, which for most of these texts explains only sentences.
 */
export async function benchHostile({ model, repeats }: HostileOptions): Promise<BenchReport> {
  const classifier = await openModelOf(model);
  async function repeat(measure: () => number | Promise<number>): Promise<number> {
    const measured: number[] = [];
    for (let i = 0; i < repeats; i++) measured.push(await measure());
    return median(measured);
  }
  const measured: Measured[] = [];
  for (const { pattern, text } of [...HOSTILE_TEXTS, DIFFERENT_SENTENCES]) {
    measured.push({
      pattern: JSON.stringify(pattern),
      firstMs: await answerMs(() => classifier.classify(text)),
      classifyMs: await repeat(() => answerMs(() => classifier.classify(text))),
      explainMs: await repeat(() => answerMs(() => classifier.explain(text))),
      tokenizeMs: await repeat(() => timeMs(() => tokenize(text))),
      stepMs: await repeat(() => longestStepMs(classifier, text)),
    });
  }
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

/** Times an answer, or the refusal of a text that is too long for a transformer. */
async function answerMs(answer: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await orRefusal(answer());
  return performance.now() - start;
}

/** The longest time that the thread is held. */
async function longestStepMs(classifier: OpenClassifier, text: string): Promise<number> {
  const steps = classifier.classifyInSteps(text, { explain: true, sentences: true });
  let longest = 0;
  async function run(): Promise<void> {
    for (let isDone = false; !isDone; ) {
      const start = performance.now();
      const step = steps.next();
      longest = Math.max(longest, performance.now() - start);
      isDone = step.done === true;
      if (!step.done && step.value) await step.value;
    }
  }
  await orRefusal(run());
  return longest;
}

async function orRefusal(answer: Promise<unknown>): Promise<void> {
  await answer.catch((error) => {
    if (!(error instanceof ClassifierError)) throw error;
  });
}
