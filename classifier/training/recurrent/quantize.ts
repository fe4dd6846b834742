import { buildFeatureTable } from '../../src/linear/feature-table.ts';
import { hashNgram } from '../../src/linear/hashes.ts';
import type { WordVectors } from '../../src/recurrent/word-vectors.ts';
import type { RecurrentSettings } from './settings.ts';
import type { TrainingState } from './training-state.ts';
import type { Vocabulary } from './vocabulary.ts';

const LARGEST = 127;

/** The arrays of a trained network and of its word vectors. */
export interface NetworkArrays extends WordVectors {
  /** Shape [length of the layout]: the weights. */
  network: Float32Array;
}

/**
 * Quantizes a network's word vectors to int8, with one scale a word and one scale for all subwords. The weights are
 * unchanged.
 * @param numBits 32 leaves the vectors unchanged, to measure the effect of quantization
 */
export function quantizeNetwork(
  { weights, vectors }: Pick<TrainingState, 'weights' | 'vectors'>,
  { rowOf, numWords, numSubwords }: Vocabulary,
  { numDimensions }: Pick<RecurrentSettings, 'numDimensions'>,
  numBits: 8 | 32 = 8,
): NetworkArrays {
  const hashed = [...rowOf]
    .map(([word, row]) => ({ hash: hashNgram([word]), row }))
    .sort((a, b) => a.hash - b.hash);
  const words = hashed.filter(({ hash }, i) => hash !== hashed[i - 1]?.hash);
  const Vectors = numBits === 8 ? Int8Array : Float32Array;
  const quantized = new Vectors(words.length * numDimensions);
  const scales = new Float32Array(words.length);
  for (const [i, { row }] of words.entries()) {
    scales[i] = quantizeInto(
      quantized,
      i * numDimensions,
      vectors.subarray(row * numDimensions, (row + 1) * numDimensions),
    );
  }
  const subwords = new Vectors(numSubwords * numDimensions);
  const subwordScale = quantizeInto(subwords, 0, vectors.subarray(numWords * numDimensions));
  return {
    ...buildFeatureTable(Uint32Array.from(words, ({ hash }) => hash)),
    vectors: quantized,
    scales,
    subwords,
    subwordScale: Float32Array.of(subwordScale),
    network: weights.slice(),
  };
}

/**
 * Writes numbers as int8, the largest as ±127, or unchanged as floats.
 * @returns the scale
 */
function quantizeInto(out: Int8Array | Float32Array, start: number, numbers: Float32Array): number {
  if (out instanceof Float32Array) {
    out.set(numbers, start);
    return 1;
  }
  const largest = numbers.reduce((max, number) => Math.max(max, Math.abs(number)), 0);
  const scale = Math.fround(largest / LARGEST) || 1;
  for (const [i, number] of numbers.entries()) out[start + i] = Math.round(number / scale);
  return scale;
}
