import { ModelFormatError } from '../errors.ts';
import { createLinearModel } from '../linear/linear.ts';
import type { Model, Prediction } from '../model.ts';
import type { DecodedModel, ModelArrays } from '../model-file.ts';
import { NUM_CLASSES } from '../sentiments.ts';
import type { Token } from '../tokenize.ts';
import { createForwardPass, createPlaces, fillRows, type PackedTexts, packTexts } from './forward.ts';
import { createKernel, type Kernel } from './kernel.ts';
import { DIRECTIONS, layOut, OUTPUT_COLUMNS, type RecurrentSizes } from './layout.ts';
import { NUM_POOL_WEIGHTS, poolOpinions } from './pool-opinions.ts';
import { findWord, type WordVectors, writeVector } from './word-vectors.ts';

/** The arrays of a recurrent model; those of its linear part stand beside them with `NGRAM_PREFIX`. */
export interface RecurrentArrays extends WordVectors {
  /** Shape [length of the layout]. */
  network: Float32Array;
  /** Shape [NUM_POOL_WEIGHTS]. */
  pool: Float32Array;
}

/** Begins the names of the arrays of the linear model inside a recurrent one. */
export const NGRAM_PREFIX = 'ngrams.';

/** How many tokens are read at a time, of one text or of several. */
const MAX_TOKENS = 3200;
const MAX_TEXTS = 64;
/** Words whose share in the gates is kept, 1.5 kB each; a few hundred make up most texts. */
const NUM_CACHED_WORDS = 4096;

/**
 * A bidirectional recurrent network on word vectors, its opinion pooled with that of a linear model on n-grams:
 * see `createForwardPass`, `createLinearModel` and `poolOpinions`.
 * @throws ModelFormatError when the arrays are not those of a recurrent model
 */
export function createRecurrentModel({ header, arrays }: DecodedModel): Model {
  const sizes: RecurrentSizes = {
    numDimensions: header.settings.numDimensions!,
    numHidden: header.settings.numHidden!,
  };
  const parameters = checkArrays(arrays, sizes, header.settings.numPieces);
  const linear = createLinearModel({ header, arrays: linearArrays(arrays) });
  const network = createNetworkReader(parameters, sizes);

  const predictMany = (texts: readonly (readonly Token[])[]): Prediction[] => {
    const opinions = linear.predictMany(texts);
    const probabilities = network(texts);
    return texts.map((tokens, i) => {
      const words = tokens.filter((token) => token.isWord);
      const pooled = new Float64Array(NUM_CLASSES);
      poolOpinions(probabilities[i]!, opinions[i]!.probabilities, tokens.length, parameters.pool, pooled);
      return {
        probabilities: pooled,
        numWords: words.length,
        numKnownWords: words.filter((word) => findWord(parameters, word.normal) >= 0).length,
      };
    });
  };
  return { kind: 'recurrent', predict: (tokens) => predictMany([tokens])[0]!, predictMany };
}

/** Texts by their tokens in, class probabilities out: shape [5] each. */
export type NetworkReader = (texts: readonly (readonly Pick<Token, 'normal'>[])[]) => Float64Array[];

/** The network alone: texts in, class probabilities out; uniform ones for a text without tokens. */
export function createNetworkReader(
  parameters: Omit<RecurrentArrays, 'pool'>,
  sizes: RecurrentSizes,
): NetworkReader {
  const { numDimensions, numHidden } = sizes;
  const layout = layOut(sizes);
  const gatesWidth = 3 * numHidden;
  const cachedWidth = DIRECTIONS.length * gatesWidth;
  const { place, length } = createPlaces();
  const weights = place(layout.length);
  const vector = place(numDimensions);
  const cache = place(NUM_CACHED_WORDS * cachedWidth);
  const pass = createForwardPass(place, weights, sizes, MAX_TOKENS, MAX_TEXTS, () => kernel);
  const kernel: Kernel = createKernel(length());
  const { memory, multiply } = kernel;
  memory.set(parameters.network, weights);
  const slots = new Map<string, number>();

  /** The place of what a word adds to the gates of both directions. */
  function gatesOf(word: string): number {
    const slot = slots.get(word);
    if (slot !== undefined) return cache + slot * cachedWidth;
    if (slots.size === NUM_CACHED_WORDS) slots.clear();
    const start = cache + slots.size * cachedWidth;
    slots.set(word, slots.size);
    writeVector(parameters, numDimensions, word, memory, vector);
    for (const [d, direction] of DIRECTIONS.entries()) {
      const { inputWeights, inputBias } = layout[direction];
      const out = start + d * gatesWidth;
      fillRows(memory, out, 1, weights + inputBias, gatesWidth);
      multiply(vector, weights + inputWeights, out, 1, numDimensions, gatesWidth, numDimensions, 1);
    }
    return start;
  }

  function read(texts: readonly (readonly Pick<Token, 'normal'>[])[], packed: PackedTexts): void {
    for (let text = 0; text < texts.length; text++) {
      const tokens = texts[text]!;
      for (let step = 0; step < tokens.length; step++) {
        const from = gatesOf(tokens[step]!.normal);
        const at = (packed.starts[step]! + text) * gatesWidth;
        for (let d = 0; d < DIRECTIONS.length; d++) {
          const start = from + d * gatesWidth;
          memory.copyWithin(pass.buffers[DIRECTIONS[d]!].fromInputs + at, start, start + gatesWidth);
        }
      }
    }
    for (const direction of DIRECTIONS) pass.read(direction, packed);
    pass.pool(packed);
    pass.classify(packed);
  }

  return (texts) => {
    const uniform = Float64Array.of(0.2, 0.2, 0.2, 0.2, 0.2);
    const results = texts.map(() => uniform);
    const order = texts
      .keys()
      .filter((i) => texts[i]!.length > 0)
      .toArray()
      .sort((a, b) => texts[b]!.length - texts[a]!.length);
    for (const batch of batches(order, texts)) {
      const chosen = batch.map((i) => texts[i]!.slice(0, MAX_TOKENS));
      const packed = packTexts(chosen.map((tokens) => tokens.length));
      read(chosen, packed);
      for (const [row, i] of batch.entries()) {
        const start = pass.probabilities + row * OUTPUT_COLUMNS;
        results[i] = Float64Array.from(memory.subarray(start, start + NUM_CLASSES));
      }
    }
    return results;
  };
}

/** Texts in batches that fit the network's memory. */
function* batches(order: readonly number[], texts: readonly (readonly unknown[])[]): Generator<number[]> {
  let batch: number[] = [];
  let numTokens = 0;
  for (const i of order) {
    const length = Math.min(texts[i]!.length, MAX_TOKENS);
    if (batch.length === MAX_TEXTS || numTokens + length > MAX_TOKENS) {
      yield batch;
      batch = [];
      numTokens = 0;
    }
    batch.push(i);
    numTokens += length;
  }
  if (batch.length > 0) yield batch;
}

function linearArrays(arrays: ModelArrays): ModelArrays {
  const named = Object.entries(arrays).filter(([name]) => name.startsWith(NGRAM_PREFIX));
  return Object.fromEntries(named.map(([name, array]) => [name.slice(NGRAM_PREFIX.length), array]));
}

function checkArrays(
  arrays: ModelArrays,
  sizes: RecurrentSizes,
  numPieces: number | undefined,
): RecurrentArrays {
  const { hashes, rangeStarts, vectors, scales, pieces, pieceScale, network, pool } =
    arrays as unknown as RecurrentArrays;
  const { numDimensions, numHidden } = sizes;
  const found = [hashes, rangeStarts, vectors, scales, pieces, pieceScale, network, pool].map(
    (array) => array?.length ?? 0,
  );
  const numWords = found[0]!;
  const expected = [
    numWords,
    found[1]!,
    numWords * numDimensions,
    numWords,
    (numPieces ?? 0) * numDimensions,
    1,
    layOut(sizes).length,
    NUM_POOL_WEIGHTS,
  ];
  const isComplete =
    numDimensions % 4 === 0 &&
    numHidden % 4 === 0 &&
    numPieces !== undefined &&
    numPieces > 0 &&
    Number.isInteger(Math.log2(found[1]! - 1)) &&
    rangeStarts.at(-1) === numWords &&
    found.every((length, i) => length === expected[i]);
  if (isComplete) return arrays as unknown as RecurrentArrays;
  throw new ModelFormatError(
    `recurrent model of ${numDimensions} dimensions and ${numHidden} hidden numbers has arrays of lengths ${found.join(', ')}, expected ${expected.join(', ')}`,
  );
}
