import { countOutputColumns, MAX_TEXTS, MAX_TOKENS, type RecurrentSizes } from '../../src/recurrent/sizes.ts';
import { writeVector } from '../../src/recurrent/word-vectors.ts';
import { createKernel } from './kernel/create-kernel.ts';
import { createNetwork } from './network.ts';
import { packTexts } from './packed-texts.ts';
import type { NetworkArrays } from './quantize.ts';

/**
 * Computes the predictions of a trained network in float32, as in training. They are used to evaluate epochs and to fit
 * the blend, so that training does not depend on how inference rounds.
 * @returns class probabilities, shape [numClasses] each; uniform for a text without tokens
 */
export function readTexts(
  parameters: NetworkArrays,
  sizes: RecurrentSizes,
  texts: readonly (readonly string[])[],
): Float64Array[] {
  const { numDimensions, numClasses } = sizes;
  const numColumns = countOutputColumns(sizes);
  const network = createNetwork(createKernel, sizes, MAX_TOKENS, MAX_TEXTS);
  const inputs = network.inputs as Float32Array;
  network.weights.set(parameters.network);
  const results = texts.map(() => new Float64Array(numClasses).fill(1 / numClasses));
  for (const batch of batches(texts)) {
    const packed = packTexts(batch.map((i) => Math.min(texts[i]!.length, MAX_TOKENS)));
    for (const [step, count] of packed.counts.entries()) {
      for (let text = 0; text < count; text++) {
        const token = packed.starts[step]! + text;
        writeVector(parameters, numDimensions, texts[batch[text]!]![step]!, inputs, token * numDimensions);
      }
    }
    const probabilities = network.forward(packed);
    for (const [row, i] of batch.entries()) {
      results[i]!.set(probabilities.subarray(row * numColumns, row * numColumns + numClasses));
    }
  }
  return results;
}

/** Indices of the texts with tokens, longest first, in batches that fit the network's memory. */
function batches(texts: readonly (readonly unknown[])[]): number[][] {
  const found: number[][] = [];
  const order = [...texts.keys()].sort((a, b) => texts[b]!.length - texts[a]!.length);
  let numTokens = 0;
  for (const i of order) {
    const length = Math.min(texts[i]!.length, MAX_TOKENS);
    if (length === 0) continue;
    const batch = found.at(-1);
    if (batch && batch.length < MAX_TEXTS && numTokens + length <= MAX_TOKENS) {
      batch.push(i);
      numTokens += length;
    } else {
      found.push([i]);
      numTokens = length;
    }
  }
  return found;
}
