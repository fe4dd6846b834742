import { NUM_CLASSES } from '../sentiments.ts';
import type { Token } from '../text/tokenize.ts';
import { createPlaces } from './arena.ts';
import { createForwardPass } from './forward.ts';
import { createKernel } from './kernel/create-kernel.ts';
import type { Kernel } from './kernel/kernel.ts';
import { layOut, OUTPUT_COLUMNS, type RecurrentSizes } from './layout.ts';
import { packTexts } from './packed-texts.ts';
import { type WordVectors, writeVector } from './word-vectors.ts';

/** How many tokens are read at a time, of one text or of several; what a text has beyond is left out. */
const MAX_TOKENS = 1024;
const MAX_TEXTS = 64;
/** Words whose share in the gates is kept, 1.5 kB each: four of five words of reviews are among the last so many. */
const NUM_CACHED_WORDS = 3072;

/** Of a token the network sees its normal form alone. */
type Word = Pick<Token, 'normal'>;

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
  const layout = layOut(sizes);
  const gatesWidth = 3 * numHidden;
  const { place, length } = createPlaces();
  const weights = place(layout.length);
  const vector = place(numDimensions);
  const cache = place(NUM_CACHED_WORDS * 2 * gatesWidth);
  const room = { maxTokens: MAX_TOKENS, maxTexts: MAX_TEXTS, keepsSteps: false };
  const pass = createForwardPass(place, weights, sizes, room, () => kernel);
  const kernel: Kernel = createKernel(length());
  const { memory, multiply, copyRows } = kernel;
  const { forward, backward } = pass.buffers;
  memory.set(parameters.network, weights);
  /** Where in the cache each word's share in the gates of both directions begins; the word used last comes last. */
  const places = new Map<string, number>();

  /** The place of a word, which stays its own while no more than NUM_CACHED_WORDS others follow. */
  function placeOf(word: string): number {
    const known = places.get(word);
    if (known !== undefined) {
      places.delete(word);
      places.set(word, known);
      return known;
    }
    let start = cache + places.size * 2 * gatesWidth;
    if (places.size === NUM_CACHED_WORDS) {
      const [oldest, place] = places.entries().next().value!;
      places.delete(oldest);
      start = place;
    }
    places.set(word, start);
    writeVector(parameters, numDimensions, word, memory, vector);
    for (const [d, { inputWeights, inputBias }] of [layout.forward, layout.backward].entries()) {
      const out = start + d * gatesWidth;
      copyRows(weights + inputBias, out, 1, gatesWidth, 0);
      multiply(vector, weights + inputWeights, out, 1, numDimensions, gatesWidth, numDimensions, 1);
    }
    return start;
  }

  /** Reads a batch, the longest text first. */
  function read(texts: readonly (readonly Word[])[]): void {
    const packed = packTexts(texts.map((tokens) => Math.min(tokens.length, MAX_TOKENS)));
    for (let step = 0; step < packed.counts.length; step++) {
      for (let text = 0; text < packed.counts[step]!; text++) {
        const start = placeOf(texts[text]![step]!.normal);
        const token = packed.starts[step]! + text;
        forward.fromInputs[token] = start;
        backward.fromInputs[token] = start + gatesWidth;
      }
    }
    pass.read(packed);
    pass.pool(packed);
    pass.classify(packed);
  }

  return (texts) => {
    const results = texts.map(() => new Float64Array(NUM_CLASSES).fill(1 / NUM_CLASSES));
    for (const batch of batches(texts)) {
      read(batch.map((i) => texts[i]!));
      for (let row = 0; row < batch.length; row++) {
        const start = pass.probabilities + row * OUTPUT_COLUMNS;
        for (let k = 0; k < NUM_CLASSES; k++) results[batch[row]!]![k] = memory[start + k]!;
      }
    }
    return results;
  };
}

/** The texts with tokens, by their place, the longest first, in batches that fit the network's memory. */
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
