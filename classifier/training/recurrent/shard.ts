import { countOutputColumns } from '../../src/recurrent/sizes.ts';
import type { Random } from '../optimizers/random.ts';
import { createShardRandom, shardOf } from '../threads/shards.ts';
import type { ShardWorker } from '../threads/threads.ts';
import { createKernel } from './kernel/create-kernel.ts';
import type { Numbers } from './kernel/kernel.ts';
import { createNetwork } from './network.ts';
import { type PackedTexts, packTexts } from './packed-texts.ts';
import { MAX_TEXT_TOKENS, type NetworkShard, type SharedTraining, shardCapacity } from './share-training.ts';

/** The arguments of a step for the threads. */
export type NetworkJob = [step: number, batchLength: number];

/**
 * Creates a worker with its own network; everything else is shared. For a shard of a step, the worker computes the
 * gradients of the loss of its texts, divided by the number of texts in the batch.
 */
export function createNetworkWorker(shared: SharedTraining): ShardWorker<NetworkJob> {
  const { settings, textStarts, classWeights } = shared;
  const { inputDropout: input, pooledDropout: pooled } = settings;
  const capacity = shardCapacity(settings);
  const network = createNetwork(createKernel, settings, capacity.tokens, capacity.texts);
  const lengthOf = (text: number): number =>
    Math.min(textStarts[text + 1]! - textStarts[text]!, MAX_TEXT_TOKENS);

  return (shard, step, batchLength) => {
    const out = shared.shards[shard]!;
    const random = createShardRandom(shared.seed, step, shard);
    const texts = Array.from(shardOf(shared.batch, batchLength, shard)).sort(
      (a, b) => lengthOf(b) - lengthOf(a),
    );
    out.numTokens[0] = 0;
    out.loss.fill(0);
    network.gradients.fill(0);
    if (texts.length > 0) {
      const packed = packTexts(texts.map(lengthOf));
      const labels = texts.map((text) => shared.labels[text]!);
      writeInputs(shared, texts, packed, random, network.inputs, out);
      network.weights.set(shared.weights);
      const probabilities = network.forward(packed, { input, pooled, random });
      addLoss(probabilities, labels, classWeights, countOutputColumns(settings), out);
      network.backward(packed, labels, 1 / batchLength, classWeights);
      out.inputGradients.set(network.inputGradients.subarray(0, packed.numTokens * settings.numDimensions));
      out.numTokens[0] = packed.numTokens;
    }
    out.gradients.set(network.gradients);
  };
}

/** Writes the vectors of all tokens, some of them as unknown words, and records the rows used. */
function writeInputs(
  shared: SharedTraining,
  texts: readonly number[],
  { counts, starts }: PackedTexts,
  random: Random,
  inputs: Numbers,
  { rows }: NetworkShard,
): void {
  const { settings, numWords, tokens, textStarts, vectors } = shared;
  const { numDimensions, wordDropout } = settings;
  for (const [row, text] of texts.entries()) {
    for (let step = 0; step < counts.length && row < counts[step]!; step++) {
      const token = starts[step]! + row;
      const word = tokens[textStarts[text]! + step]!;
      const asSubwords = random() < wordDropout || word >= numWords;
      rows[token] = asSubwords ? word + numWords : word;
      const at = token * numDimensions;
      if (asSubwords) writeSubwords(shared, word, inputs, at);
      else inputs.set(vectors.subarray(word * numDimensions, (word + 1) * numDimensions), at);
    }
  }
}

/** Writes the mean of a word's subword vectors. */
function writeSubwords(
  { settings: { numDimensions }, vectors, subwordStarts, subwords }: SharedTraining,
  word: number,
  inputs: Numbers,
  at: number,
): void {
  const from = subwordStarts[word]!;
  const to = subwordStarts[word + 1]!;
  const share = 1 / (to - from);
  inputs.fill(0, at, at + numDimensions);
  for (let s = from; s < to; s++) {
    const start = subwords[s]! * numDimensions;
    for (let i = 0; i < numDimensions; i++) inputs[at + i]! += share * vectors[start + i]!;
  }
}

/** Adds up −log p(label), weighted by class, and the number of correct predictions. */
function addLoss(
  probabilities: Numbers,
  labels: readonly number[],
  classWeights: ArrayLike<number>,
  numColumns: number,
  { loss }: NetworkShard,
): void {
  for (const [row, label] of labels.entries()) {
    const start = row * numColumns;
    const given = probabilities[start + label]!;
    loss[0]! -= classWeights[label]! * Math.log(Math.max(given, Number.MIN_VALUE));
    if (given >= Math.max(...probabilities.subarray(start, start + numColumns))) loss[1]!++;
  }
}
