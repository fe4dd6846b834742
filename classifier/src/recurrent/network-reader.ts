import { createArena } from './arena.ts';
import { allocateClassifyStates } from './classify-states.ts';
import { allocateEncoder } from './encode.ts';
import type { FixedPointNetwork } from './fixed-point-network.ts';
import { createKernel } from './kernel/create-kernel.ts';
import { MAX_TEXTS, MAX_TOKENS, type RecurrentSizes } from './sizes.ts';
import type { CachedWord } from './word-cache.ts';
import { allocateWordShares } from './word-shares.ts';
import type { ShortVectors } from './write-vector.ts';

/** The parameters of the network, word vectors included. */
export interface NetworkParameters extends ShortVectors, FixedPointNetwork {}

/** Computes class probabilities, shape [numClasses] a text, from the texts' tokens. The caller owns the results. */
export type NetworkReader = (texts: readonly (readonly CachedWord[])[]) => Float64Array[];

/**
 * Creates a reader for the network alone, without the n-gram model. A text without tokens gets uniform probabilities.
 * Weights are int16, and results are the same to the last bit on every machine.
 */
export function createNetworkReader(parameters: NetworkParameters, sizes: RecurrentSizes): NetworkReader {
  const { numHidden, numClasses } = sizes;
  const rowBytes = 2 * 2 * numHidden;
  const { allocate, numBytes } = createArena();
  const makeShares = allocateWordShares(allocate, parameters, sizes);
  const makeEncoder = allocateEncoder(allocate, parameters, sizes, MAX_TOKENS + MAX_TEXTS + 1, MAX_TEXTS);
  const makeClassify = allocateClassifyStates(allocate, parameters, sizes, MAX_TOKENS);
  const kernel = createKernel(numBytes());
  const shares = makeShares(kernel);
  const { words, states, encode } = makeEncoder(kernel, shares.parts);
  const classifyStates = makeClassify(kernel);
  const firstRows = new Int32Array(MAX_TEXTS);
  const lengths = new Int32Array(MAX_TEXTS);

  return (texts) => {
    const results = texts.map(() => new Float64Array(numClasses).fill(1 / numClasses));
    // Longest first, as `Batch` requires.
    const order = [...texts.keys()].sort((a, b) => texts[b]!.length - texts[a]!.length);
    let next = 0;
    const lengthOf = (i: number): number => Math.min(texts[order[i]!]!.length, MAX_TOKENS);
    while (next < order.length && lengthOf(next) > 0) {
      const first = next;
      let numTokens = 0;
      shares.startBatch();
      for (; next < order.length && next - first < MAX_TEXTS; next++) {
        const length = lengthOf(next);
        if (length === 0 || numTokens + length > MAX_TOKENS) break;
        const text = next - first;
        const row = numTokens + text + 1;
        const tokens = texts[order[next]!]!;
        for (let i = 0; i < length; i++) words[row + i] = shares.find(tokens[i]!);
        firstRows[text] = row;
        lengths[text] = length;
        numTokens += length;
      }
      shares.finishBatch();
      const numTexts = next - first;
      encode({ numTexts, firstRows, lengths });
      for (let text = 0; text < numTexts; text++) {
        classifyStates(states + firstRows[text]! * rowBytes, lengths[text]!, results[order[first + text]!]!);
      }
    }
    return results;
  };
}
