import { checkFeatureTable, type FeatureTable } from '../linear/feature-table.ts';
import { createNgramFinder } from '../linear/ngram-finder.ts';
import { countWordNgrams, type HashedWord } from '../linear/ngrams.ts';
import { checkArrays, readArrays, withoutPrefix } from '../model-arrays.ts';
import type { ModelArrays } from '../model-file.ts';

/** Weights of word n-grams for the polarity of whole texts, learned from such texts. */
export interface PolarityArrays extends FeatureTable {
  /**
   * Shape [number of n-grams], in units of `scale`: negative for n-grams of negative texts, positive for those of
   * positive ones.
   */
  weights: Int8Array;
  /** Shape [1]: the scale of the weights. */
  scale: Float32Array;
}

/** The polarity of a sentence. */
export interface Polarity {
  /** The sum of the weights of its known n-grams. */
  sum: number;
  /** The number of its n-grams, unknown ones included. */
  count: number;
}

/** Computes the polarity of a sentence. */
export type FindPolarity = (words: readonly HashedWord[]) => Polarity;

/** The prefix of these arrays' names in a model file. */
export const POLARITY_PREFIX = 'polarity.';

/**
 * Creates a polarity finder from the arrays of a model file.
 * @param longest the length of the longest n-gram, in words; if undefined, every polarity is 0
 * @throws ModelFormatError when the arrays are missing or malformed
 */
export function createPolarityFinder(arrays: ModelArrays, longest: number | undefined): FindPolarity {
  if (longest === undefined) return () => ({ sum: 0, count: 0 });
  const { weights, scale, ...table } = readPolarityArrays(arrays);
  const unit = scale[0]!;
  const findNgrams = createNgramFinder(table, 1, longest);
  return (words) => {
    const { features, numFound } = findNgrams(words);
    let sum = 0;
    for (let i = 0; i < numFound; i++) sum += weights[features[i]!]!;
    return { sum: sum * unit, count: countWordNgrams(words.length, longest) };
  };
}

function readPolarityArrays(arrays: ModelArrays): PolarityArrays {
  const found = readArrays(withoutPrefix(POLARITY_PREFIX, arrays), {
    hashes: Uint16Array,
    rangeStarts: Uint32Array,
    weights: Int8Array,
    scale: Float32Array,
  });
  const { hashes, rangeStarts } = found;
  const lengths = {
    hashes: hashes.length,
    rangeStarts: rangeStarts.length,
    weights: hashes.length,
    scale: 1,
  };
  checkArrays('polarity of n-grams', found, lengths);
  checkFeatureTable('polarity of n-grams', found);
  return found;
}
