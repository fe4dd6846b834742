import { describeSentence, logOf, longness, softmax } from '../../src/text/opinion-pool.ts';
import type { PolarityMatrix } from './polarity-features.ts';
import type { ReadText } from './read-text.ts';

/** The number of features from `describeSentence`, each with a parameter. */
const NUM_SCORES = 4;
const EXPONENT = NUM_SCORES;
const BIAS = EXPONENT + 1;

/** The number of parameters besides the n-gram weights: four for scores, the exponent, and a bias a class. */
export function countFewParameters(numClasses: number): number {
  return BIAS + numClasses;
}

/** Texts of several sentences in flat arrays. */
export interface PackedTexts {
  numClasses: number;
  /** Shape [numTexts + 1]: the index of each text's first sentence. */
  starts: Uint32Array;
  /** Shape [numSentences][4]: the features from `describeSentence`. */
  descriptions: Float64Array;
  /** Shape [numSentences][numClasses]: the logarithms of the class probabilities. */
  logs: Float64Array;
  /** Shape [numTexts][numClasses]: 1 for each label that counts as correct. */
  isLabel: Uint8Array;
  /** Shape [numTexts]: the weight of each text in the loss. */
  weights: Float64Array;
}

/**
 * Packs texts for the loss.
 * @param weights shape [numTexts]: the weight of each text in the loss
 */
export function packTexts(
  texts: readonly ReadText[],
  weights: readonly number[],
  numClasses: number,
): PackedTexts {
  const starts = new Uint32Array(texts.length + 1);
  for (const [i, { sentences }] of texts.entries()) starts[i + 1] = starts[i]! + sentences.length;
  const numSentences = starts.at(-1)!;
  const descriptions = new Float64Array(numSentences * NUM_SCORES);
  const logs = new Float64Array(numSentences * numClasses);
  const isLabel = new Uint8Array(texts.length * numClasses);
  for (const [text, { sentences, labels }] of texts.entries()) {
    for (const [i, { probabilities }] of sentences.entries()) {
      const sentence = starts[text]! + i;
      descriptions.set(describeSentence(probabilities, i, sentences.length), sentence * NUM_SCORES);
      logs.set(probabilities.map(logOf), sentence * numClasses);
    }
    for (const label of labels) isLabel[text * numClasses + label] = 1;
  }
  return { numClasses, starts, descriptions, logs, isLabel, weights: Float64Array.from(weights) };
}

/**
 * Creates the loss of all parameters, the few first and then the n-gram weights: the sum of −weight · log Σ p(labels)
 * over the texts, with p as in `combineOpinions`, plus the sum of pull / 2 · parameter².
 * @param pulls the strength of the prior towards 0 for each parameter
 * @returns a function that returns the loss and writes its gradient
 */
export function createTextLoss(
  { numClasses, starts, descriptions, logs, isLabel, weights: textWeights }: PackedTexts,
  { rowStarts, indices, values }: PolarityMatrix,
  pulls: Float64Array,
) {
  const middle = (numClasses - 1) / 2;
  const firstNgram = countFewParameters(numClasses);
  const longest = textWeights.reduce((max, _, text) => Math.max(max, starts[text + 1]! - starts[text]!), 0);
  const pullsOfSentences = new Float64Array(longest);
  const sums = new Float64Array(numClasses);
  const logits = new Float64Array(numClasses);

  /**
   * Adds the gradient of one text's loss.
   * @returns the loss
   */
  function addText(text: number, weights: Float64Array, gradient: Float64Array): number {
    const start = starts[text]!;
    const numSentences = starts[text + 1]! - start;
    const shares = new Float64Array(numSentences);
    for (let i = 0; i < numSentences; i++) {
      for (let j = 0; j < NUM_SCORES; j++) {
        shares[i]! += weights[j]! * descriptions[(start + i) * NUM_SCORES + j]!;
      }
    }
    softmax(shares);
    sums.fill(0);
    for (let i = 0; i < numSentences; i++) {
      for (let k = 0; k < numClasses; k++) sums[k]! += shares[i]! * logs[(start + i) * numClasses + k]!;
    }
    let polarity = 0;
    const [row, rowEnd] = [rowStarts[text]!, rowStarts[text + 1]!];
    for (let j = row; j < rowEnd; j++) polarity += values[j]! * weights[firstNgram + indices[j]!]!;
    const sureness = numSentences ** weights[EXPONENT]!;
    const length = longness(numSentences);
    for (let k = 0; k < numClasses; k++) {
      logits[k] = sureness * sums[k]! + length * (weights[BIAS + k]! + (k - middle) * polarity);
    }
    const p = softmax(logits);
    let right = Number.MIN_VALUE;
    for (let k = 0; k < numClasses; k++) right += isLabel[text * numClasses + k]! * p[k]!;

    // d(−log Σ p)/dlogits = p − p restricted to the labels and normalized
    const weight = textWeights[text]!;
    for (let k = 0; k < numClasses; k++) {
      if (isLabel[text * numClasses + k]) logits[k]! -= p[k]! / right;
    }
    let along = 0;
    for (let k = 0; k < numClasses; k++) {
      gradient[BIAS + k]! += weight * length * logits[k]!;
      gradient[EXPONENT]! += weight * logits[k]! * sums[k]! * sureness * Math.log(numSentences);
      along += (k - middle) * logits[k]!;
    }
    const step = weight * length * along;
    for (let j = row; j < rowEnd; j++) gradient[firstNgram + indices[j]!]! += step * values[j]!;
    // Gradients of the shares, then of the scores, through the softmax.
    let mean = 0;
    for (let i = 0; i < numSentences; i++) {
      let pull = 0;
      for (let k = 0; k < numClasses; k++) pull += logits[k]! * logs[(start + i) * numClasses + k]!;
      pullsOfSentences[i] = sureness * pull;
      mean += shares[i]! * sureness * pull;
    }
    for (let i = 0; i < numSentences; i++) {
      const score = weight * shares[i]! * (pullsOfSentences[i]! - mean);
      for (let j = 0; j < NUM_SCORES; j++) {
        gradient[j]! += score * descriptions[(start + i) * NUM_SCORES + j]!;
      }
    }
    return -weight * Math.log(right);
  }

  return (weights: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let j = 0; j < weights.length; j++) {
      loss += (pulls[j]! / 2) * weights[j]! * weights[j]!;
      gradient[j] = pulls[j]! * weights[j]!;
    }
    for (let text = 0; text < textWeights.length; text++) loss += addText(text, weights, gradient);
    return loss;
  };
}
