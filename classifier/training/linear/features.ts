import { hashNgram } from '../../src/linear/hashes.ts';
import { type FeatureSettings, featureValues } from '../../src/linear/linear.ts';
import { collectNgrams, NGRAM_GROUPS, type Ngrams } from '../../src/linear/ngrams.ts';
import { createShared } from '../threads/shared-memory.ts';

/** A text prepared for training. */
export interface TrainingText {
  /** The tokens' normal forms. */
  words: string[];
  /** If `words` are misspelled, the tokens of the original text. The vocabulary is built from the originals. */
  original?: string[];
  label: number;
  group: string;
}

/** Sparse feature vectors of many texts, in compressed row format and in shared memory. */
export interface SparseMatrix {
  /** Shape [numRows + 1]: the start of each row in `indices` and `values`. */
  rowStarts: Uint32Array;
  /** Shape [numEntries]: the features of each row, without duplicates. */
  indices: Uint32Array;
  /** Shape [numEntries]: their values. */
  values: Float32Array;
  /** The number of features, including the constant feature, which is last. */
  numFeatures: number;
}

/** The least number of text groups in which an n-gram must occur to become a feature, by kind of n-gram. */
export type MinGroups = Record<keyof Ngrams, number>;

interface GroupCount {
  numGroups: number;
  lastGroup: string | undefined;
  /** The number of groups that makes it a feature. */
  enough: number;
}

/**
 * Collects the features of a data set: the n-grams that occur in enough groups of texts.
 * @param texts the texts of each group in a row; a group that comes again counts again
 * @returns the hashes of the features, ascending
 */
export function collectFeatures(
  texts: readonly Pick<TrainingText, 'words' | 'group'>[],
  settings: FeatureSettings,
  minGroups: MinGroups,
): Uint32Array {
  const counts = new Map<number, GroupCount>();
  for (const { words, group } of texts) {
    const ngrams = collectNgrams(words, settings);
    for (const name of NGRAM_GROUPS) {
      for (const hash of ngrams[name]) {
        const count = counts.get(hash) ?? { numGroups: 0, lastGroup: undefined, enough: minGroups[name] };
        if (count.numGroups === 0) counts.set(hash, count);
        if (count.lastGroup === group) continue;
        count.lastGroup = group;
        count.numGroups++;
      }
    }
  }
  const hashes: number[] = [];
  for (const [hash, { numGroups, enough }] of counts) if (numGroups >= enough) hashes.push(hash);
  return Uint32Array.from(hashes).sort();
}

/**
 * Builds feature vectors. Feature i is `hashes[i]`; an additional last feature, always 1, represents the bias.
 * @param hashes ascending
 */
export function buildMatrix(
  texts: readonly Pick<TrainingText, 'words'>[],
  hashes: Uint32Array,
  settings: FeatureSettings,
): SparseMatrix {
  const featureOf = new Map<number, number>();
  for (const [feature, hash] of hashes.entries()) featureOf.set(hash, feature);
  const entries = createEntries();
  const rowStarts = createShared('uint32', texts.length + 1);
  // The last entry of each feature, so that a repeated n-gram adds to its entry in the current row.
  const entryOf = new Uint32Array(hashes.length).fill(0xffffffff);
  for (const [row, { words }] of texts.entries()) {
    const rowStart = entries.length;
    const ngrams = collectNgrams(words, settings);
    const { words: wordNgrams, characters, negated } = ngrams;
    const counts = { words: wordNgrams.length, characters: characters.length, negated: negated.length };
    const values = featureValues(counts, settings);
    for (const group of NGRAM_GROUPS) {
      for (const hash of ngrams[group]) {
        const feature = featureOf.get(hash);
        if (feature === undefined) continue;
        const entry = entryOf[feature]!;
        if (entry >= rowStart && entry < entries.length && entries.indices[entry] === feature) {
          if (group !== 'words' || settings.binary === 0) entries.values[entry]! += values[group];
        } else {
          entryOf[feature] = entries.length;
          entries.add(feature, values[group]);
        }
      }
    }
    entries.add(hashes.length, 1);
    rowStarts[row + 1] = entries.length;
  }
  return {
    rowStarts,
    indices: entries.indices.subarray(0, entries.length),
    values: entries.values.subarray(0, entries.length),
    numFeatures: hashes.length + 1,
  };
}

/** The hashes of all single words of the texts; a model needs them to tell known words from unknown ones. */
export function collectWordHashes(texts: readonly Pick<TrainingText, 'words'>[]): Set<number> {
  const distinct = new Set<string>();
  for (const { words } of texts) for (const word of words) distinct.add(word);
  return new Set(Array.from(distinct, (word) => hashNgram([word])));
}

/** Two parallel arrays that grow, in shared memory. */
function createEntries() {
  return {
    length: 0,
    indices: createShared('uint32', 1 << 16),
    values: createShared('float32', 1 << 16),
    add(index: number, value: number): void {
      if (this.length === this.indices.length) {
        const { indices, values } = this;
        this.indices = createShared('uint32', 2 * this.length);
        this.indices.set(indices);
        this.values = createShared('float32', 2 * this.length);
        this.values.set(values);
      }
      this.indices[this.length] = index;
      this.values[this.length] = value;
      this.length++;
    },
  };
}
