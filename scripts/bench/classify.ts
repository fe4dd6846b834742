import { median } from 'simple-statistics';
import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { loadClassifier, tokenize } from '../../classifier/src/index.ts';
import { createRandom } from '../../classifier/training/index.ts';
import { readDataset } from '../program/data-option.ts';
import { readModel } from '../program/model-option.ts';
import { findDistinctSentences } from './distinct-sentences.ts';
import { createDistinctTexts } from './distinct-texts.ts';
import { processorUs } from './measure.ts';
import type { BenchReport } from './report.ts';

const NUM_WORDS = { min: 16, max: 20 };
const NUM_CHARACTERS = [1000, 10_000];
/** The approximate number of characters in a round. */
const CHARACTERS_A_ROUND = 40_000;
const WARM_UP_ROUNDS = 10;
const SEED = 1;
const BASELINE = 'wink-nlp, tokens and sentences';
const EXPLAIN = 'explain, recurrent';
/** The maximum ratio to the baseline's time for 10,000 characters. */
const MAX_RATIO: Readonly<Record<string, number>> = { 'classify, linear': 1.9, 'classify, recurrent': 4.8 };

interface ClassifyOptions {
  /** The path of labelled texts, whose sentences are used. */
  data: string;
  /** The number of measured rounds for each length. */
  repeats: number;
}

/** Distinct texts of about the same length. */
interface Length {
  length: string;
  nextText(): string;
  numTexts: number;
}

/**
 * Measures the time for a text by its length, compared with wink-nlp as published. Each text is read once, so that
 * caches help only with what other texts share with it. The measure is processor time, which other programs affect
 * least.
 */
export async function benchClassify({ data, repeats }: ClassifyOptions): Promise<BenchReport> {
  const recurrent = loadClassifier(await readModel('recurrent'));
  const linear = loadClassifier(await readModel('linear'));
  const candidates: Record<string, (text: string) => unknown> = {
    [BASELINE]: createWink(),
    tokenize,
    'classify, linear': linear.classify,
    'classify, recurrent': recurrent.classify,
    [EXPLAIN]: recurrent.explain,
  };
  const lengths = listLengths(findDistinctSentences((await readDataset(data, {})).texts));
  const rows = lengths.flatMap(({ length, nextText, numTexts }, i) => {
    // An explanation reads a text once for each token, so a single length is enough to show its cost.
    const runs = Object.entries(candidates).filter(([what]) => what !== EXPLAIN || i === 0);
    const measure = (): number[] => {
      const texts = Array.from({ length: numTexts }, nextText);
      return runs.map(([, run]) => processorUs(() => texts.map(run)) / numTexts);
    };
    for (let round = 0; round < WARM_UP_ROUNDS; round++) measure();
    // In turn, so that a disturbance of the machine affects all alike.
    const rounds = Array.from({ length: repeats }, measure);
    const medians = runs.map((_, run) => median(rounds.map((round) => round[run]!)));
    return runs.map(([what], run) => ({
      what,
      length,
      medianUs: medians[run]!,
      ratio: medians[run]! / medians[0]!,
    }));
  });
  const longest = lengths.at(-1)!.length;
  const isTooSlow = rows.filter(
    ({ what, length, ratio }) => length === longest && ratio > (MAX_RATIO[what] ?? Number.POSITIVE_INFINITY),
  );
  return {
    columns: { what: 'what', length: 'text', medianUs: 'median µs', ratio: `ratio to ${BASELINE}` },
    rows,
    notes: [
      `Each median is of ${repeats} rounds over distinct texts, of processor time; a sentence has ${NUM_WORDS.min} to ${NUM_WORDS.max} words.`,
      `${longest}: at most ${Object.entries(MAX_RATIO)
        .map(([what, ratio]) => `${ratio} times the baseline for ${what}`)
        .join(', ')}: ${isTooSlow.length === 0 ? 'kept' : 'NOT kept'}.`,
    ],
    isWithinLimits: isTooSlow.length === 0,
  };
}

function createWink(): (text: string) => unknown {
  const nlp = winkNLP(winkModel, ['sbd']);
  return (text) => {
    const document = nlp.readDoc(text);
    return [document.tokens().out(), document.sentences().out()];
  };
}

/** Lists the measured lengths. @throws Error if there are too few sentences of the needed length */
function listLengths(sentences: readonly string[]): Length[] {
  const middling = sentences.filter((sentence) => {
    const numWords = sentence.split(' ').length;
    return numWords >= NUM_WORDS.min && numWords <= NUM_WORDS.max;
  });
  if (middling.length === 0) {
    throw new Error(`no sentence has ${NUM_WORDS.min} to ${NUM_WORDS.max} words; expected some that do`);
  }
  let next = 0;
  const random = createRandom(SEED);
  return [
    {
      length: 'a sentence',
      nextText: () => ` ${middling[next++ % middling.length]!}`.slice(1), // a string of its own, not hashed yet
      numTexts: Math.ceil(CHARACTERS_A_ROUND / 100),
    },
    ...NUM_CHARACTERS.map((numCharacters) => ({
      length: `${numCharacters.toLocaleString('en')} characters`,
      nextText: createDistinctTexts(sentences, numCharacters, random),
      numTexts: Math.ceil(CHARACTERS_A_ROUND / numCharacters),
    })),
  ];
}
