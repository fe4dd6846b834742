import { createKernel } from '../../src/recurrent/kernel/create-kernel.ts';
import { layOut, OUTPUT_COLUMNS } from '../../src/recurrent/layout.ts';
import { packTexts } from '../../src/recurrent/packed-texts.ts';
import { createRandom } from '../optimizers/random.ts';
import type { ShardWorker } from '../threads/threads.ts';
import { createNetwork } from './network.ts';
import { NUM_SHARDS, type RecurrentSettings } from './settings.ts';

/** What all threads of a training share; typed arrays on shared memory. */
export interface SharedTraining {
  settings: RecurrentSettings;
  seed: number;
  numWords: number;
  /** Shape [(numWords + numPieces) × numDimensions]. */
  vectors: Float32Array;
  /** Shape [length of the layout]. */
  weights: Float32Array;
  /** Shape [numTexts + 1]: where each text's tokens begin in `tokens`. */
  textStarts: Uint32Array;
  /** Each token's row in `vectors`. */
  tokens: Uint32Array;
  /** Shape [numTexts]. */
  labels: Uint8Array;
  /** Shape [numWords + 1]: where each word's pieces begin in `pieces`. */
  pieceStarts: Uint32Array;
  /** The rows of the words' pieces in `vectors`. */
  pieces: Uint32Array;
  /** Shape [batchSize]: the texts of the step at hand, `batchLength` of them. */
  batch: Uint32Array;
  /** Shape [NUM_SHARDS]: what each shard found. */
  shards: SharedShard[];
}

/** What one shard of a step found. */
export interface SharedShard {
  /** Shape [length of the layout]. */
  gradients: Float32Array;
  /** Shape [maxTokens × numDimensions]. */
  inputGradients: Float32Array;
  /** Shape [maxTokens]: the row of each token, or of its word plus `numRows` where its pieces were taken. */
  rows: Uint32Array;
  /** [number of tokens], and [Σ −log p(label), number of texts given their label]. */
  numTokens: Uint32Array;
  loss: Float64Array;
}

/** What the threads are told of a step. */
export type StepJob = [step: number, batchLength: number];

/** The longest text that training reads, in tokens; more is left out. */
export const MAX_TEXT_TOKENS = 256;

/** How many texts, and tokens, a shard can have. */
export function shardCapacity({ batchSize }: RecurrentSettings): { texts: number; tokens: number } {
  const texts = Math.ceil(batchSize / NUM_SHARDS);
  return { texts, tokens: texts * MAX_TEXT_TOKENS };
}

/**
 * A worker with a network of its own; all else is shared. Of a shard of a step it finds the gradients of its texts'
 * loss, divided by the number of texts in the batch.
 */
export function createShardWorker(shared: SharedTraining): ShardWorker<StepJob> {
  const {
    settings,
    seed,
    numWords,
    vectors,
    weights,
    textStarts,
    tokens,
    labels,
    pieceStarts,
    pieces,
    batch,
  } = shared;
  const { numDimensions, wordDropout, inputDropout, pooledDropout } = settings;
  const capacity = shardCapacity(settings);
  const network = createNetwork(createKernel, settings, capacity.tokens, capacity.texts);
  const layoutLength = layOut(settings).length;

  function writeInput(row: number, at: number, asPieces: boolean): void {
    if (!asPieces) {
      network.inputs.set(vectors.subarray(row * numDimensions, (row + 1) * numDimensions), at);
      return;
    }
    network.inputs.fill(0, at, at + numDimensions);
    const share = 1 / (pieceStarts[row + 1]! - pieceStarts[row]!);
    for (let p = pieceStarts[row]!; p < pieceStarts[row + 1]!; p++) {
      const from = pieces[p]! * numDimensions;
      for (let i = 0; i < numDimensions; i++) network.inputs[at + i]! += share * vectors[from + i]!;
    }
  }

  return (shard, step, batchLength) => {
    const out = shared.shards[shard]!;
    const random = createRandom(seed * 1_000_003 + step * NUM_SHARDS + shard);
    const lengthOf = (text: number): number =>
      Math.min(textStarts[text + 1]! - textStarts[text]!, MAX_TEXT_TOKENS);
    const from = Math.floor((shard * batchLength) / NUM_SHARDS);
    const to = Math.floor(((shard + 1) * batchLength) / NUM_SHARDS);
    const texts = Array.from(batch.subarray(from, to)).sort((a, b) => lengthOf(b) - lengthOf(a));
    out.numTokens[0] = 0;
    out.loss.fill(0);
    network.gradients.fill(0);
    if (texts.length > 0) {
      const packed = packTexts(texts.map(lengthOf));
      for (const [row, text] of texts.entries()) {
        for (let i = 0; i < lengthOf(text); i++) {
          const token = packed.starts[i]! + row;
          const word = tokens[textStarts[text]! + i]!;
          const asPieces = random() < wordDropout;
          out.rows[token] = asPieces ? word + numWords : word;
          writeInput(word, token * numDimensions, asPieces);
        }
      }
      network.weights.set(weights);
      const shardLabels = texts.map((text) => labels[text]!);
      const probabilities = network.forward(packed, { input: inputDropout, pooled: pooledDropout, random });
      for (const [row, label] of shardLabels.entries()) {
        const start = row * OUTPUT_COLUMNS;
        const given = probabilities[start + label]!;
        out.loss[0]! -= Math.log(Math.max(given, Number.MIN_VALUE));
        if (given >= Math.max(...probabilities.subarray(start, start + OUTPUT_COLUMNS))) out.loss[1]!++;
      }
      network.backward(packed, shardLabels, 1 / batchLength);
      out.inputGradients.set(network.inputGradients.subarray(0, packed.numTokens * numDimensions));
      out.numTokens[0] = packed.numTokens;
    }
    out.gradients.set(network.gradients.subarray(0, layoutLength));
  };
}
