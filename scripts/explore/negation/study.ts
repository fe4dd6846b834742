import { NEGATIONS } from '../../../classifier/internals/index.ts';
import { createRandom } from '../../../classifier/training/index.ts';
import { average, noCounts, sum } from '../statistics/counting.ts';
import { findCriticalLean, measureLean } from '../statistics/lean.ts';
import type { AnnotatedSentence, Phrase } from '../texts/annotate.ts';
import { findReaching } from './reach.ts';
import {
  countTurned,
  isLeaning,
  isNegative,
  isPositive,
  isTurned,
  lengthOf,
  type NegatedUse,
  shiftOf,
  type Turned,
  type Use,
} from './turned.ts';

/** A word and its mean labels with and without a negation. */
interface NegatedWord {
  word: string;
  /** The mean label, 0..4, of the shortest texts in which no negation reaches the word. */
  plain: number;
  numPlain: number;
  /** The mean label, 0..4, of the shortest texts in which a negation reaches it. */
  negated: number;
  numNegated: number;
}

/** A word that leans to a side without a negation. */
export interface LeaningWord extends Pick<NegatedWord, 'word' | 'plain'> {
  /** Whether the lean is significant: it exceeds that of every word under shuffled labels. */
  isSure: boolean;
}

/** A text in which a negation turns a word to the other side. */
interface NegatedExample {
  text: string;
  label: number;
  word: string;
  /** The mean label of the word without a negation, 0..4. */
  plain: number;
}

/** The effect of negations on the words in their scope. */
export interface Negation {
  /** The share of sentences with a negation, 0..1. */
  shareOfSentences: number;
  /** The share of whole sentences with a negation by class, shape [5]; 0 for a class without sentences. */
  shareByClass: number[];
  /** Words that occur often enough with and without a negation, the most often negated first. */
  words: NegatedWord[];
  /** Words that lean to a side without a negation, ordered by their mean label. */
  leaning: LeaningWord[];
  /** The mean shift, in labels, of leaning words by the distance of the negation before them, in tokens. */
  byDistance: { distance: number; count: number; shift: number }[];
  /** The effect on words that are positive, and on words that are negative, without a negation. */
  turned: Record<'positive' | 'negative', Turned>;
  /** The words that were turned farthest, one example for each. */
  examples: NegatedExample[];
}

/** The parts of speech whose words can lean to a side. */
const PARTS_OF_SPEECH = new Set(['ADJ', 'NOUN', 'VERB']);
const MIN_NEGATED = 3;
const MIN_PLAIN = 5;
const NUM_EXAMPLES = 12;
const LONGEST_EXAMPLE = 8;

/** One occurrence of a word in a sentence, and the texts that contain it. */
interface WordOccurrence {
  word: string;
  /** The texts in which no negation reaches the word, the shortest first. */
  plain: Phrase[];
  /** The shortest text in which a negation reaches the word. */
  negated: Phrase | undefined;
  distance: number;
}

/**
 * Compares each word's shortest texts with and without a negation. The scope of a negation is that of the n-gram model.
 */
export function studyNegation(sentences: readonly AnnotatedSentence[], seed: number): Negation {
  const byWord = Map.groupBy(sentences.flatMap(findOccurrences), ({ word }) => word);
  const plainLabels = (occurrences: readonly WordOccurrence[]): number[] =>
    occurrences.flatMap(({ plain: [shortest] }) => shortest?.label ?? []);
  const frequent = [...byWord]
    .map(([word, occurrences]) => ({ word, occurrences, labels: plainLabels(occurrences) }))
    .filter(({ labels }) => labels.length >= MIN_PLAIN);
  const criticalLean = findCriticalLean(
    frequent.map(({ labels }) => labels),
    createRandom(seed),
  );
  const words: NegatedWord[] = [];
  const leaning: Negation['leaning'] = [];
  const negatedUses: NegatedUse[] = [];
  const plainUses: Use[] = [];
  for (const { word, occurrences, labels } of frequent) {
    const mean = average(labels);
    if (isLeaning(mean)) leaning.push({ word, plain: mean, isSure: measureLean(labels) > criticalLean });
    for (const { plain, negated, distance } of occurrences) {
      // The side of an occurrence is computed from the word's other occurrences, to avoid circularity.
      const others = plain[0] === undefined ? mean : averageWithout(labels, plain[0].label);
      if (!isLeaning(others)) continue;
      if (negated !== undefined) negatedUses.push({ word, plain: others, phrase: negated, distance });
      plainUses.push(...plain.map((phrase) => ({ word, plain: others, phrase })));
    }
    const negatedLabels = occurrences.flatMap(({ negated }) => negated?.label ?? []);
    if (negatedLabels.length < MIN_NEGATED) continue;
    const counts = { numPlain: labels.length, numNegated: negatedLabels.length };
    words.push({ word, plain: mean, negated: average(negatedLabels), ...counts });
  }
  words.sort((a, b) => b.numNegated - a.numNegated || (a.word < b.word ? -1 : 1));
  return {
    ...measureShares(sentences),
    words,
    leaning,
    byDistance: [...Map.groupBy(negatedUses, ({ distance }) => distance)]
      .sort(([a], [b]) => a - b)
      .map(([distance, at]) => ({ distance, count: at.length, shift: average(at.map(shiftOf)) })),
    turned: {
      positive: countTurned(negatedUses.filter(isPositive), plainUses.filter(isPositive)),
      negative: countTurned(negatedUses.filter(isNegative), plainUses.filter(isNegative)),
    },
    examples: chooseExamples(negatedUses),
  };
}

/** Measures the share of sentences with a negation, overall and by class. */
function measureShares(
  sentences: readonly AnnotatedSentence[],
): Pick<Negation, 'shareOfSentences' | 'shareByClass'> {
  const numTexts = noCounts();
  const numWith = noCounts();
  let numSentencesWith = 0;
  for (const { words, phrases } of sentences) {
    const hasNegation = words.some((word) => NEGATIONS.has(word));
    if (hasNegation) numSentencesWith++;
    // Parts of sentences are shorter in some classes, and short texts hold few negations.
    for (const { label } of phrases.filter(({ from, to }) => to - from === words.length)) {
      numTexts[label]!++;
      if (hasNegation) numWith[label]!++;
    }
  }
  return {
    shareOfSentences: numSentencesWith / Math.max(1, sentences.length),
    shareByClass: numWith.map((count, k) => count / Math.max(1, numTexts[k]!)),
  };
}

/** The mean of all numbers but one; at least one other is required. */
function averageWithout(numbers: readonly number[], one: number): number {
  return (sum(numbers) - one) / (numbers.length - 1);
}

/** Chooses the uses that were turned farthest, one for each word; of equal ones the shorter comes first. */
function chooseExamples(uses: readonly Use[]): NegatedExample[] {
  const short = uses.filter((use) => isTurned(use) && lengthOf(use) <= LONGEST_EXAMPLE);
  const farthest = short.toSorted(
    (a, b) => shiftOf(b) - shiftOf(a) || a.phrase.text.length - b.phrase.text.length,
  );
  return [...Map.groupBy(farthest, ({ word }) => word).values()].slice(0, NUM_EXAMPLES).map(([use]) => ({
    text: use!.phrase.text,
    label: use!.phrase.label,
    word: use!.word,
    plain: use!.plain,
  }));
}

/** Finds the adjectives, nouns and verbs of a sentence, with the shortest texts around each. */
function findOccurrences({ words, partsOfSpeech, phrases }: AnnotatedSentence): WordOccurrence[] {
  const reaching = findReaching(words);
  const shortestFirst = phrases.toSorted((a, b) => a.to - a.from - (b.to - b.from));
  return words.flatMap((word, i) => {
    if (!PARTS_OF_SPEECH.has(partsOfSpeech[i]!) || NEGATIONS.has(word)) return [];
    const negation = reaching[i]!;
    const holds = ({ from, to }: Phrase): boolean => from <= i && i < to;
    return {
      word,
      plain: shortestFirst.filter((phrase) => holds(phrase) && !(negation >= phrase.from)),
      negated:
        negation < 0 ? undefined : shortestFirst.find((phrase) => holds(phrase) && phrase.from <= negation),
      distance: i - negation,
    };
  });
}
