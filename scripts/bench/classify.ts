import { median } from 'simple-statistics';
import { winkTokens } from '../../classifier/internals/index.ts';
import { loadClassifier, tokenize } from '../../classifier/src/index.ts';
import { createRandom } from '../../classifier/training/index.ts';
import { createWinkSentiment } from '../behaviour/index.ts';
import { readModel } from '../program/model-option.ts';
import { makeTexts } from './make-texts.ts';
import { timeMs } from './measure.ts';
import type { BenchReport } from './report.ts';

const NUM_TOKENS = [5, 20, 50, 190];
const TEXTS_PER_LENGTH = 50;
const WARM_UP_ROUNDS = 5;
const SEED = 1;
const BASELINE = 'wink-nlp tokenization';
const CLASSIFY = 'classify, recurrent';
const EXPLAIN = 'explain, recurrent';
/** The limits, for a text of 20 tokens. */
const MAX_CLASSIFY_US = 150;
const MAX_EXPLAIN_RATIO = 25;

/** How long a text takes by its length, beside what wink-nlp alone takes of it. */
export async function benchClassify({ repeats }: { repeats: number }): Promise<BenchReport> {
  const recurrent = loadClassifier(await readModel('recurrent'));
  const linear = loadClassifier(await readModel('linear'));
  const candidates = {
    [BASELINE]: winkTokens,
    'wink-nlp sentiment': createWinkSentiment(),
    tokenize,
    'classify, linear': linear.classify,
    [CLASSIFY]: recurrent.classify,
    [EXPLAIN]: recurrent.explain,
  };
  const random = createRandom(SEED);
  const lengths = NUM_TOKENS.map((numTokens) => ({
    numTokens,
    texts: makeTexts(TEXTS_PER_LENGTH, numTokens, random),
    // An explanation reads a text once for each of its tokens: one length shows what it costs.
    runs: Object.entries(candidates).filter(([what]) => what !== EXPLAIN || numTokens === 20),
  }));
  const timeUs = (run: (text: string) => unknown, texts: readonly string[]): number =>
    (timeMs(() => texts.map(run)) * 1000) / texts.length;

  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    for (const { texts, runs } of lengths) for (const [, run] of runs) timeUs(run, texts);
  }
  const rows = lengths.flatMap(({ numTokens, texts, runs }) => {
    // In turns, so that a disturbance of the machine meets all alike.
    const rounds = Array.from({ length: repeats }, () => runs.map(([, run]) => timeUs(run, texts)));
    const medians = runs.map((_, i) => median(rounds.map((round) => round[i]!)));
    return runs.map(([what], i) => ({
      what,
      numTokens,
      medianUs: medians[i]!,
      ratio: medians[i]! / medians[0]!,
      textsPerSecond: 1e6 / medians[i]!,
    }));
  });
  const timeOf = (what: string): number =>
    rows.find((row) => row.what === what && row.numTokens === 20)!.medianUs;
  const explainRatio = timeOf(EXPLAIN) / timeOf(CLASSIFY);
  return {
    columns: {
      what: 'what',
      numTokens: 'tokens',
      medianUs: 'median µs',
      ratio: `ratio to ${BASELINE}`,
      textsPerSecond: 'texts/s',
    },
    rows,
    notes: [
      `Each median is of ${repeats} rounds over ${TEXTS_PER_LENGTH} texts, made with seed ${SEED}.`,
      `20 tokens: classify takes ${timeOf(CLASSIFY).toFixed(1)} µs (at most ${MAX_CLASSIFY_US}), explain ${explainRatio.toFixed(1)} times as long (at most ${MAX_EXPLAIN_RATIO}).`,
    ],
    isWithinLimits: timeOf(CLASSIFY) <= MAX_CLASSIFY_US && explainRatio <= MAX_EXPLAIN_RATIO,
  };
}
