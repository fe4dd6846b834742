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
/** How many characters are read at a time, about. */
const CHARACTERS_A_ROUND = 40_000;
const WARM_UP_ROUNDS = 10;
const SEED = 1;
const BASELINE = 'wink-nlp, tokens and sentences';
const EXPLAIN = 'explain, recurrent';
/** At most so many times what the baseline takes of 10,000 characters. */
const MAX_RATIO: Readonly<Record<string, number>> = { 'classify, linear': 1.9, 'classify, recurrent': 4.8 };

interface ClassifyOptions {
  /** Labelled texts, whose sentences are read. */
  data: string;
  /** How often each is measured. */
  repeats: number;
}

/** Texts of about the same length, of which no two are the same. */
interface Length {
  length: string;
  nextText(): string;
  numTexts: number;
}

/**
 * How long a text takes by its length, beside what wink-nlp as it is published takes of it. Each text is read once, so that what
 * is remembered is what other texts had in common with it; it is processor time, which other programs change the least.
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
    // An explanation reads a text once for each of its tokens: one length shows what it costs.
    const runs = Object.entries(candidates).filter(([what]) => what !== EXPLAIN || i === 0);
    const measure = (): number[] => {
      const texts = Array.from({ length: numTexts }, nextText);
      return runs.map(([, run]) => processorUs(() => texts.map(run)) / numTexts);
    };
    for (let round = 0; round < WARM_UP_ROUNDS; round++) measure();
    // In turns, so that a disturbance of the machine meets all alike.
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

/** @throws Error where there are too few sentences of the length that is measured */
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
