import { checkFeatureTable, type FeatureTable, findFeature } from '../linear/feature-table.ts';
import { type HashedWord, visitWordNgrams } from '../linear/ngrams.ts';
import { checkArrays, readArrays, withoutPrefix } from '../model-arrays.ts';
import type { ModelArrays } from '../model-file.ts';

/** What n-grams of words say of a whole text, as learned from such texts. */
export interface PolarityArrays extends FeatureTable {
  /** Shape [number of n-grams], in units of `scale`: below 0 where texts with it are negative, above 0 where positive. */
  weights: Int8Array;
  /** Shape [1]. */
  scale: Float32Array;
}

/** What the n-grams of a sentence say. */
export interface Polarity {
  /** The sum of the weights of those that are known. */
  sum: number;
  /** How many n-grams there are, unknown ones included. */
  count: number;
}

/** Finds the polarity of a sentence. */
export type FindPolarity = (words: readonly HashedWord[]) => Polarity;

/** Begins the names of these arrays in a model file. */
export const POLARITY_PREFIX = 'polarity.';

/**
 * The polarity of sentences by the arrays of a model file.
 * @param longest the longest n-gram, in words; without it none has a polarity
 * @throws ModelFormatError when the arrays are not there, or not such arrays
 */
export function createPolarityFinder(arrays: ModelArrays, longest: number | undefined): FindPolarity {
  if (longest === undefined) return () => ({ sum: 0, count: 0 });
  const { weights, scale, ...table } = readPolarityArrays(arrays);
  const unit = scale[0]!;
  return (words) => {
    let sum = 0;
    const count = visitWordNgrams(words, 1, longest, (hash) => {
      const feature = findFeature(table, hash);
      if (feature >= 0) sum += weights[feature]!;
    });
    return { sum: sum * unit, count };
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
