import { countOutputColumns, type RecurrentSizes } from '../../src/recurrent/sizes.ts';
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
  const { settings, textStarts } = shared;
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
      const targets = takeTargets(shared, texts);
      const textWeights = texts.map((text) => shared.textWeights[text]!);
      writeInputs(shared, texts, packed, random, network.inputs, out);
      network.weights.set(shared.weights);
      const probabilities = network.forward(packed, { input, pooled, random });
      addLoss(probabilities, targets, textWeights, settings, out);
      network.backward(packed, targets, 1 / batchLength, textWeights);
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

/** The targets of some texts, shape [number of texts × numClasses]. */
function takeTargets(
  { targets, settings: { numClasses } }: SharedTraining,
  texts: readonly number[],
): Float32Array {
  const taken = new Float32Array(texts.length * numClasses);
  for (const [row, text] of texts.entries()) {
    taken.set(targets.subarray(text * numClasses, (text + 1) * numClasses), row * numClasses);
  }
  return taken;
}

/** Adds up −Σ q log p, weighted by text, and the number of texts whose most probable class is that of the target. */
function addLoss(
  probabilities: Numbers,
  targets: Float32Array,
  textWeights: readonly number[],
  sizes: RecurrentSizes,
  { loss }: NetworkShard,
): void {
  const { numClasses } = sizes;
  const numColumns = countOutputColumns(sizes);
  for (const [row, weight] of textWeights.entries()) {
    const start = row * numColumns;
    let crossEntropy = 0;
    let label = 0;
    for (let k = 0; k < numClasses; k++) {
      const q = targets[row * numClasses + k]!;
      if (q > 0) crossEntropy -= q * Math.log(Math.max(probabilities[start + k]!, Number.MIN_VALUE));
      if (q > targets[row * numClasses + label]!) label = k;
    }
    loss[0]! += weight * crossEntropy;
    const given = probabilities[start + label]!;
    if (given >= Math.max(...probabilities.subarray(start, start + numColumns))) loss[1]!++;
  }
}
