import { CLAUSE_ENDS, NEGATIONS } from '../../../classifier/src/linear/ngrams.ts';
import { LINEAR_DEFAULTS } from '../../../classifier/src/training/train-linear.ts';
import type { Phrase, Sentence } from '../annotate.ts';
import { noCounts, sum } from './counting.ts';

/** A word with and without a negation before it. */
export interface NegatedWord {
  word: string;
  /** The mean label, 0..4, of the shortest texts with the word and without a negation that reaches it. */
  plain: number;
  numPlain: number;
  /** The mean label of the shortest texts with both. */
  negated: number;
  numNegated: number;
}

/** A text in which a negation turned a word. */
export interface NegatedExample {
  text: string;
  label: number;
  word: string;
  /** The mean label of the word without it, 0..4. */
  plain: number;
}

/** What negations do to the words in their reach. */
export interface Negation {
  /** The share of sentences that hold a negation. */
  shareOfSentences: number;
  /** The share of the texts of each class that hold one, shape [5]; 0 for a class without texts. */
  shareByClass: number[];
  /** Words met often enough on both sides, the most often negated first. */
  words: NegatedWord[];
  /** How far a negation moves words that lean to one side by themselves, by how many tokens before them it stands. */
  byDistance: { distance: number; count: number; shift: number }[];
  /** Of negated words that are positive by themselves, and of those that are negative: how many end on the other side. */
  turned: Record<'positive' | 'negative', { count: number; numTurned: number }>;
  /** Words that were turned farthest, one example a word. */
  examples: NegatedExample[];
}

/** What can lean to a side by itself. */
const PARTS_OF_SPEECH = new Set(['ADJ', 'NOUN', 'VERB']);
const MIN_NEGATED = 3;
const MIN_PLAIN = 5;
/** How far from neutral (2) a label or mean must lie to be on a side. */
const LEANING = 0.5;
const NEUTRAL = 2;
const NUM_EXAMPLES = 12;
const LONGEST_EXAMPLE = 8;

/** One place of a word in a sentence, and the labels of the shortest texts around it. */
interface Occurrence {
  word: string;
  plain: Phrase | undefined;
  negated: Phrase | undefined;
  distance: number;
}

/** Compares each word's shortest texts with and without a negation; the reach is that of the n-gram model. */
export function studyNegation(sentences: readonly Sentence[]): Negation {
  const numTexts = noCounts();
  const numWith = noCounts();
  for (const { words, phrases } of sentences) {
    for (const { label, from, to } of phrases) {
      numTexts[label]!++;
      if (words.slice(from, to).some((word) => NEGATIONS.has(word))) numWith[label]!++;
    }
  }
  const byWord = Map.groupBy(sentences.flatMap(findOccurrences), ({ word }) => word);
  const words: NegatedWord[] = [];
  const turns: Turn[] = [];
  for (const [word, occurrences] of byWord) {
    const plain = occurrences.flatMap((occurrence) => occurrence.plain?.label ?? []);
    if (plain.length < MIN_PLAIN) continue;
    const mean = average(plain);
    const negated = occurrences.flatMap(({ negated, distance }) => (negated ? [{ negated, distance }] : []));
    if (isLeaning(mean)) {
      turns.push(
        ...negated.map(({ negated: phrase, distance }) => ({ word, plain: mean, phrase, distance })),
      );
    }
    if (negated.length < MIN_NEGATED) continue;
    const labels = negated.map(({ negated: phrase }) => phrase.label);
    const counts = { numPlain: plain.length, numNegated: negated.length };
    words.push({ word, plain: mean, negated: average(labels), ...counts });
  }
  words.sort((a, b) => b.numNegated - a.numNegated || (a.word < b.word ? -1 : 1));
  return {
    shareOfSentences:
      sentences.filter((sentence) => sentence.words.some((word) => NEGATIONS.has(word))).length /
      Math.max(1, sentences.length),
    shareByClass: numWith.map((count, k) => count / Math.max(1, numTexts[k]!)),
    words,
    byDistance: [...Map.groupBy(turns, ({ distance }) => distance)]
      .sort(([a], [b]) => a - b)
      .map(([distance, at]) => ({ distance, count: at.length, shift: average(at.map(shiftOf)) })),
    turned: {
      positive: countTurned(turns.filter(({ plain }) => plain > NEUTRAL)),
      negative: countTurned(turns.filter(({ plain }) => plain < NEUTRAL)),
    },
    examples: chooseExamples(turns),
  };
}

/** A word that leans to a side by itself, its mean label there, and the shortest text with it and a negation. */
interface Turn {
  word: string;
  plain: number;
  phrase: Phrase;
  distance: number;
}

/** Whether a mean label is on a side, and not near neutral. */
export function isLeaning(mean: number): boolean {
  return Math.abs(mean - NEUTRAL) >= LEANING;
}

/** How far the negation moved the label away from the side of the word, in labels; below 0 where it made it stronger. */
function shiftOf({ plain, phrase }: Turn): number {
  return (phrase.label - plain) * Math.sign(NEUTRAL - plain);
}

/** Whether the text is on the other side than the word by itself. */
function isTurned({ plain, phrase }: Turn): boolean {
  return (plain - NEUTRAL) * (phrase.label - NEUTRAL) < 0;
}

function countTurned(turns: readonly Turn[]): { count: number; numTurned: number } {
  return { count: turns.length, numTurned: turns.filter(isTurned).length };
}

/** The farthest turned, one text a word, the shorter of equal ones first. */
function chooseExamples(turns: readonly Turn[]): NegatedExample[] {
  const short = turns.filter(
    (turn) => isTurned(turn) && turn.phrase.to - turn.phrase.from <= LONGEST_EXAMPLE,
  );
  const farthest = short.toSorted(
    (a, b) => shiftOf(b) - shiftOf(a) || a.phrase.text.length - b.phrase.text.length,
  );
  return [...Map.groupBy(farthest, ({ word }) => word).values()].slice(0, NUM_EXAMPLES).map(([turn]) => ({
    text: turn!.phrase.text,
    label: turn!.phrase.label,
    word: turn!.word,
    plain: turn!.plain,
  }));
}

/** Adjectives, nouns and verbs of a sentence, with the shortest texts around each. */
function findOccurrences({ words, partsOfSpeech, phrases }: Sentence): Occurrence[] {
  const reaching = findReaching(words);
  const shortestFirst = phrases.toSorted((a, b) => a.to - a.from - (b.to - b.from));
  return words.flatMap((word, i) => {
    if (!PARTS_OF_SPEECH.has(partsOfSpeech[i]!) || NEGATIONS.has(word)) return [];
    const negation = reaching[i]!;
    const holds = ({ from, to }: Phrase): boolean => from <= i && i < to;
    return {
      word,
      plain: shortestFirst.find((phrase) => holds(phrase) && !(negation >= phrase.from)),
      negated:
        negation < 0 ? undefined : shortestFirst.find((phrase) => holds(phrase) && phrase.from <= negation),
      distance: i - negation,
    };
  });
}

/** For each token the place of the negation that reaches it, or -1; shape [words]. */
export function findReaching(words: readonly string[]): number[] {
  let negation = -1;
  let reach = 0;
  return words.map((word, i) => {
    if (CLAUSE_ENDS.has(word)) reach = 0;
    const reaching = reach > 0 ? negation : -1;
    reach--;
    if (NEGATIONS.has(word)) {
      negation = i;
      reach = LINEAR_DEFAULTS.negationScope;
    }
    return reaching;
  });
}

function average(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}
