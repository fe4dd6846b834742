import { hashNgram } from '../../src/linear/hashes.ts';
import { type FeatureSettings, featureValues } from '../../src/linear/linear.ts';
import { collectNgrams, NGRAM_GROUPS, type Ngrams } from '../../src/linear/ngrams.ts';

/** A text ready for training. */
export interface TrainingText {
  /** The tokens' normal forms. */
  words: string[];
  /** Those of the text as its file spells it, where these are of a misspelled one: the vocabulary is made of the originals. */
  original?: string[];
  label: number;
  group: string;
}

/** Sparse feature vectors of many texts, row by row. */
export interface SparseMatrix {
  /** Shape [numRows + 1]: where each row begins in `indices` and `values`. */
  rowStarts: Uint32Array;
  /** Shape [numEntries]: each row's features, each once. */
  indices: Uint32Array;
  values: Float32Array;
  /** The number of features, the constant one that comes last included. */
  numFeatures: number;
}

/** In how many groups of texts an n-gram must stand to be a feature. */
export type MinGroups = Record<keyof Ngrams, number>;

interface GroupCount {
  numGroups: number;
  lastGroup: string | undefined;
  /** How many groups make it a feature. */
  enough: number;
}

/**
 * The features of a data set: the n-grams that stand in enough groups of texts.
 * @param texts those of one group in a row, as a group met again counts again
 * @returns their hashes, ascending
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
 * Feature vectors: feature i is `hashes[i]`; one more, constantly 1, stands for the bias.
 * @param hashes ascending
 */
export function buildMatrix(
  texts: readonly TrainingText[],
  hashes: Uint32Array,
  settings: FeatureSettings,
): SparseMatrix {
  const featureOf = new Map<number, number>();
  for (const [feature, hash] of hashes.entries()) featureOf.set(hash, feature);
  const entries = createEntries();
  const rowStarts = new Uint32Array(texts.length + 1);
  // Where a feature stands in the row at hand, so that a repeated n-gram adds to its first entry.
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
    indices: entries.indices.slice(0, entries.length),
    values: entries.values.slice(0, entries.length),
    numFeatures: hashes.length + 1,
  };
}

/** The hashes of all single words of the texts: what a model must hold to know a word. */
export function collectWordHashes(texts: readonly Pick<TrainingText, 'words'>[]): Set<number> {
  const words = new Set(texts.flatMap((text) => text.words));
  return new Set([...words].map((word) => hashNgram([word])));
}

/** Two growing arrays side by side. */
function createEntries() {
  return {
    length: 0,
    indices: new Uint32Array(1 << 16),
    values: new Float32Array(1 << 16),
    add(index: number, value: number): void {
      if (this.length === this.indices.length) {
        const { indices, values } = this;
        this.indices = new Uint32Array(2 * this.length);
        this.indices.set(indices);
        this.values = new Float32Array(2 * this.length);
        this.values.set(values);
      }
      this.indices[this.length] = index;
      this.values[this.length] = value;
      this.length++;
    },
  };
}
