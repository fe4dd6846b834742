import type { TokenForm } from '../model.ts';
import { NUM_CLASSES } from '../sentiments.ts';
import { allocateMatrix, createArena } from './arena.ts';
import { allocateForwardBuffers, classify, encode, pool } from './forward.ts';
import { createKernel } from './kernel/create-kernel.ts';
import { fillRows, multiplyInto } from './kernel/matrices.ts';
import { DIRECTIONS, OUTPUT_COLUMNS, type RecurrentSizes } from './layout.ts';
import { packTexts } from './packed-texts.ts';
import { weightMatrices } from './weight-matrices.ts';
import { createWordCache } from './word-cache.ts';
import { type WordVectors, writeVector } from './word-vectors.ts';

/** How many tokens are read at a time, of one text or of several; what a text has beyond is left out. */
const MAX_TOKENS = 1024;
const MAX_TEXTS = 64;
/** How many words' shares in the gates are kept, 1.5 kB each: four of five words of reviews are among the last 3072. */
const NUM_CACHED_WORDS = 3072;

/** Of a token the network sees its normal form alone. */
type Word = Pick<TokenForm, 'normal'>;

/** Texts by their tokens in, class probabilities out: shape [5] each, the caller's to keep. */
export type NetworkReader = (texts: readonly (readonly Word[])[]) => Float64Array[];

/**
 * The network alone: texts in, class probabilities out; uniform ones for a text without tokens.
 * @param parameters word vectors, and the weights in the order of `layOut`
 */
export function createNetworkReader(
  parameters: WordVectors & { network: Float32Array },
  sizes: RecurrentSizes,
): NetworkReader {
  const { numDimensions, numHidden } = sizes;
  const gatesWidth = 3 * numHidden;
  const { allocate, length } = createArena();
  const start = allocate(parameters.network.length);
  const weights = weightMatrices(start, sizes);
  const vector = allocateMatrix(allocate, 1, numDimensions);
  const cache = allocateMatrix(allocate, NUM_CACHED_WORDS * 2, gatesWidth);
  const room = { maxTokens: MAX_TOKENS, maxTexts: MAX_TEXTS, keepsSteps: false };
  const buffers = allocateForwardBuffers(allocate, sizes, room);
  const kernel = createKernel(length());
  const { memory } = kernel;
  const network = { kernel, numHidden, weights, buffers };
  memory.set(parameters.network, start);
  const find = createWordCache(cache.start, NUM_CACHED_WORDS, 2 * gatesWidth, writeShares);

  /** A word's share in the gates of both directions. */
  function writeShares(word: string, start: number): void {
    writeVector(parameters, numDimensions, word, memory, vector.start);
    for (const [d, direction] of DIRECTIONS.entries()) {
      const { inputWeights, inputBias } = weights[direction];
      const out = { start: start + d * gatesWidth, numRows: 1, numColumns: gatesWidth };
      fillRows(kernel, inputBias, out);
      multiplyInto(kernel, vector, inputWeights, out);
    }
  }

  /** Reads a batch, the longest text first. */
  function readBatch(texts: readonly (readonly Word[])[]): void {
    const packed = packTexts(texts.map((tokens) => Math.min(tokens.length, MAX_TOKENS)));
    for (let step = 0; step < packed.counts.length; step++) {
      for (let text = 0; text < packed.counts[step]!; text++) {
        const start = find(texts[text]![step]!.normal);
        const token = packed.starts[step]! + text;
        buffers.forward.fromInputs[token] = start;
        buffers.backward.fromInputs[token] = start + gatesWidth;
      }
    }
    encode(network, packed);
    pool(network, packed);
    classify(network, packed);
  }

  return (texts) => {
    const results = texts.map(() => new Float64Array(NUM_CLASSES).fill(1 / NUM_CLASSES));
    for (const batch of batches(texts)) {
      readBatch(batch.map((i) => texts[i]!));
      for (let row = 0; row < batch.length; row++) {
        const start = buffers.probabilities.start + row * OUTPUT_COLUMNS;
        for (let k = 0; k < NUM_CLASSES; k++) results[batch[row]!]![k] = memory[start + k]!;
      }
    }
    return results;
  };
}

/** The texts with tokens, by their allocate, the longest first, in batches that fit the network's memory. */
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
