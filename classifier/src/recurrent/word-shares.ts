import type { Allocate } from './arena.ts';
import type { FixedPointNetwork } from './fixed-point-network.ts';
import type { Kernel } from './kernel/kernel.ts';
import { DIRECTIONS, type Direction, type RecurrentSizes } from './sizes.ts';
import { type CachedWord, createWordCache } from './word-cache.ts';
import { allocateWriteVector, type ShortVectors } from './write-vector.ts';

/** The contributions of words to the gates. */
export interface WordShares {
  /** The offset of each direction within a word's slot, in bytes. */
  parts: Record<Direction, number>;
  /** Begins a batch of at most `NUM_WORDS` different words. */
  startBatch(): void;
  /**
   * Returns the address of a word's slot in the kernel's memory, valid for this batch. Read it only after
   * `finishBatch`.
   */
  find(word: CachedWord): number;
  /** Computes the slots of words that are new in the cache. */
  finishBatch(): void;
}

/**
 * The number of cached words, 784 bytes each for 64 hidden units. Nine of ten words of reviews are found in the cache.
 */
const NUM_WORDS = 5888;
/** The number of new words multiplied at once, to use each loaded weight several times. */
const NUM_NEW_WORDS = 16;
const LARGEST_SHARE = 2 ** 15 - 1;
/** A slot begins with the scale of its contributions, padded to the alignment. */
const SCALE_BYTES = 16;

/** The parameters that contributions are computed from. */
type WordParameters = ShortVectors & Pick<FixedPointNetwork, 'inputWeights' | 'inputScales' | 'inputBias'>;

/**
 * Allocates memory for the contributions of words to the gates of both directions, x · W + b, as int16.
 * @returns a function that creates them in a kernel with that memory
 */
export function allocateWordShares(
  allocate: Allocate,
  parameters: WordParameters,
  sizes: RecurrentSizes,
): (kernel: Kernel) => WordShares {
  const { numDimensions, numHidden } = sizes;
  const numColumns = DIRECTIONS.length * 3 * numHidden;
  const slotBytes = SCALE_BYTES + 2 * numColumns;
  const slots = allocate(NUM_WORDS * slotBytes);
  const weights = allocate(2 * numDimensions * numColumns);
  const noBias = allocate(4 * numColumns);
  const scales = allocate(4 * numColumns);
  const bias = allocate(4 * numColumns);
  const makeWriteVector = allocateWriteVector(allocate, parameters, numDimensions);
  const vectors = allocate(NUM_NEW_WORDS * 2 * numDimensions);
  const vectorScales = allocate(NUM_NEW_WORDS * 4);
  const rows = allocate(NUM_NEW_WORDS * 4);
  const sums = allocate(NUM_NEW_WORDS * 4 * numColumns);
  const shares = allocate(4 * numColumns);

  return (kernel) => {
    const floats = new Float32Array(kernel.memory);
    new Int16Array(kernel.memory).set(parameters.inputWeights, weights / 2);
    floats.set(parameters.inputScales, scales / 4);
    floats.set(parameters.inputBias, bias / 4);
    const rowPlaces = new Int32Array(kernel.memory, rows, NUM_NEW_WORDS);
    for (let i = 0; i < NUM_NEW_WORDS; i++) rowPlaces[i] = vectors + i * 2 * numDimensions;
    const writeVector = makeWriteVector(kernel);
    const newSlots = new Int32Array(NUM_NEW_WORDS);
    let numNew = 0;

    /** Queues the vector of a new word; words are multiplied in groups. */
    function addNew({ normal }: CachedWord, slot: number): void {
      if (numNew === NUM_NEW_WORDS) writeNew();
      writeVector(normal, vectors + numNew * 2 * numDimensions, vectorScales + 4 * numNew);
      newSlots[numNew] = slots + slot * slotBytes;
      numNew++;
    }

    function writeNew(): void {
      kernel.multiply(rows, weights, noBias, sums, numNew, numDimensions, numColumns);
      for (let i = 0; i < numNew; i++) {
        const slot = newSlots[i]!;
        kernel.toFloats(sums + i * 4 * numColumns, scales, vectorScales + 4 * i, bias, shares, numColumns);
        kernel.quantize(shares, slot + SCALE_BYTES, slot, numColumns, LARGEST_SHARE);
      }
      numNew = 0;
    }

    const cache = createWordCache(NUM_WORDS, addNew);
    return {
      parts: { forward: SCALE_BYTES, backward: SCALE_BYTES + 2 * 3 * numHidden },
      startBatch: cache.startBatch,
      find: (word) => slots + cache.find(word) * slotBytes,
      finishBatch: writeNew,
    };
  };
}
