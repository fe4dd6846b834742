import type { Allocate } from './arena.ts';
import type { FixedPointNetwork } from './fixed-point-network.ts';
import type { Kernel } from './kernel/kernel.ts';
import { DIRECTIONS, type Direction, type RecurrentSizes } from './sizes.ts';
import { type CachedWord, createWordCache } from './word-cache.ts';
import { allocateWriteVector, type ShortVectors } from './write-vector.ts';

/** What words add to the gates. */
export interface WordShares {
  /** Where in a word's slot the shares of each direction begin, in bytes. */
  parts: Record<Direction, number>;
  /** Begins a batch, which may ask for at most `NUM_WORDS` words. */
  startBatch(): void;
  /** Where the slot of a word begins in the kernel's memory, for this batch; to be read once `finishBatch` is called. */
  find(word: CachedWord): number;
  /** Computes the shares of words that had no slot. */
  finishBatch(): void;
}

/** How many words' shares are kept, 784 bytes each for 64 hidden numbers: nine of ten words of reviews are there. */
const NUM_WORDS = 5888;
/** So many new words are multiplied at once, since each weight that is read then serves several. */
const NUM_NEW_WORDS = 16;
const LARGEST_SHARE = 2 ** 15 - 1;
/** A slot begins with what 1 is in its shares. */
const SCALE_BYTES = 16;

/** What words add is made from. */
type WordParameters = ShortVectors & Pick<FixedPointNetwork, 'inputWeights' | 'inputScales' | 'inputBias'>;

/**
 * Sets memory aside for the shares of words in the gates of both directions, x · W + b, in 16 bits.
 * @returns what makes them in the kernel whose memory it is
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

    /** Sets a new word's vector beside those of others, until there are enough to multiply. */
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
