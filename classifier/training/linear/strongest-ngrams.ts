import { findFeature } from '../../src/linear/feature-table.ts';
import { hashNegated, hashNgram } from '../../src/linear/hashes.ts';
import type { LinearArrays } from '../../src/linear/linear-arrays.ts';
import { collectNgrams, type NgramSettings } from '../../src/linear/ngrams.ts';
import type { TrainingText } from './features.ts';

/** Rarer n-grams tell more about single sentences than about the language. */
const MIN_SENTENCES = 5;

/** A word n-gram that indicates a class. */
export interface StrongNgram {
  ngram: string;
  /** The weight for its class minus the mean weight for the other classes. */
  strength: number;
  numSentences: number;
}

/** The strongest n-grams of each class, shape [numClasses][count], strongest first. */
export interface StrongestNgrams {
  /** Word n-grams, without those that include an end of the text. */
  words: StrongNgram[][];
  /** Words in the scope of a negation. */
  negated: StrongNgram[][];
}

/**
 * Finds the n-grams with the strongest weights for each class, among those in at least 5 sentences. Since a model only
 * stores hashes, the n-grams are taken from its training texts.
 * @param texts the texts of each group (sentence) in a row; a group that comes again counts again
 * @param count the number of n-grams for each class
 */
export function findStrongestNgrams(
  texts: readonly Pick<TrainingText, 'words' | 'group'>[],
  arrays: LinearArrays,
  settings: NgramSettings,
  count: number,
): StrongestNgrams {
  const wordNgrams = countSentences(texts, (words) => joinNgrams(words, settings.wordNgrams));
  const negatedWords = countSentences(texts, (words) => {
    const negated = new Set(collectNgrams(words, settings).negated);
    return words.filter((word) => negated.has(hashNegated(word)));
  });
  return {
    words: strongest(wordNgrams, (ngram) => hashNgram(ngram.split(' ')), arrays, count),
    negated: strongest(negatedWords, hashNegated, arrays, count),
  };
}

function joinNgrams(words: readonly string[], longest: number): string[] {
  return words.flatMap((_, i) => {
    const numStarting = Math.min(longest, words.length - i);
    return Array.from({ length: numStarting }, (_, n) => words.slice(i, i + n + 1).join(' '));
  });
}

function countSentences(
  texts: readonly Pick<TrainingText, 'words' | 'group'>[],
  collect: (words: readonly string[]) => string[],
): Map<string, number> {
  const counts = new Map<string, { numSentences: number; lastGroup: string | undefined }>();
  for (const { words, group } of texts) {
    for (const ngram of collect(words)) {
      const count = counts.get(ngram) ?? { numSentences: 0, lastGroup: undefined };
      if (count.numSentences === 0) counts.set(ngram, count);
      if (count.lastGroup === group) continue;
      count.lastGroup = group;
      count.numSentences++;
    }
  }
  return new Map(counts.entries().map(([ngram, { numSentences }]) => [ngram, numSentences]));
}

function strongest(
  numSentencesOf: ReadonlyMap<string, number>,
  hash: (ngram: string) => number,
  arrays: LinearArrays,
  count: number,
): StrongNgram[][] {
  const candidates = [...numSentencesOf].flatMap(([ngram, numSentences]) => {
    const feature = numSentences < MIN_SENTENCES ? -1 : findFeature(arrays, hash(ngram));
    return feature < 0 ? [] : [{ ngram, numSentences, strengths: strengthsOf(arrays, feature) }];
  });
  return Array.from({ length: arrays.scales.length }, (_, k) =>
    candidates
      .map(({ ngram, numSentences, strengths }) => ({ ngram, strength: strengths[k]!, numSentences }))
      .sort((a, b) => b.strength - a.strength || (a.ngram < b.ngram ? -1 : 1))
      .slice(0, count),
  );
}

/** The strength for each class k:  w_k − mean of the other classes' w. */
function strengthsOf({ weights, scales }: LinearArrays, feature: number): number[] {
  const numClasses = scales.length;
  const row = feature * numClasses;
  const own = Array.from(scales, (scale, k) => scale * weights[row + k]!);
  const sum = own.reduce((total, weight) => total + weight, 0);
  return own.map((weight) => weight - (sum - weight) / (numClasses - 1));
}
