import { softmax } from '../../src/probabilities.ts';
import { type Loss, minimize } from '../optimizers/minimize.ts';
import { type Random, shuffle } from '../optimizers/random.ts';
import type { Numbers } from '../recurrent/kernel/kernel.ts';

/** Texts as dense feature vectors, with their labels. */
export interface DenseTexts {
  /** Shape [numTexts × numFeatures], row by row. */
  features: Numbers;
  numFeatures: number;
  numClasses: number;
  /** Shape [numTexts], 0..numClasses − 1. */
  labels: Uint8Array;
}

/** The number of epochs; more change only the fourth digit of the accuracies. */
const EPOCHS = 5;
const BATCH_SIZE = 256;
/** Adam's initial learning rate; it falls linearly to 0. */
const LEARNING_RATE = 0.01;

/**
 * Computes the class probabilities of one text:  softmax(Σ_j features_j · weights_j + weights_numFeatures). The last
 * row of weights is the bias.
 * @param row the index of the text
 * @param weights shape [(numFeatures + 1) × numClasses], row by row
 * @param out shape [numClasses]: each in 0..1, sum 1
 */
export function predictSoftmax(
  features: Numbers,
  numFeatures: number,
  row: number,
  weights: Float64Array,
  out: Float64Array,
): void {
  const numClasses = out.length;
  const start = row * numFeatures;
  const bias = numFeatures * numClasses;
  for (let k = 0; k < numClasses; k++) out[k] = weights[bias + k]!;
  for (let j = 0; j < numFeatures; j++) {
    const feature = features[start + j]!;
    for (let k = 0; k < numClasses; k++) out[k]! += feature * weights[j * numClasses + k]!;
  }
  softmax(out);
}

/**
 * Computes the mean of −log p(label) over some texts, and its gradient.
 * @param rows the indices of the texts
 * @param weights shape [(numFeatures + 1) × numClasses], row by row
 * @param gradient same shape as `weights`; overwritten
 */
export function softmaxLoss(
  { features, numFeatures, numClasses, labels }: DenseTexts,
  rows: Uint32Array,
  weights: Float64Array,
  gradient: Float64Array,
): number {
  const share = 1 / rows.length;
  const bias = numFeatures * numClasses;
  const errors = new Float64Array(numClasses);
  let loss = 0;
  gradient.fill(0);
  for (const row of rows) {
    predictSoftmax(features, numFeatures, row, weights, errors);
    const label = labels[row]!;
    loss -= share * Math.log(Math.max(errors[label]!, Number.MIN_VALUE));
    errors[label]! -= 1; // d(−log softmax)/dz = p − onehot(label)
    const start = row * numFeatures;
    for (let j = 0; j < numFeatures; j++) {
      const feature = share * features[start + j]!;
      for (let k = 0; k < numClasses; k++) gradient[j * numClasses + k]! += feature * errors[k]!;
    }
    for (let k = 0; k < numClasses; k++) gradient[bias + k]! += share * errors[k]!;
  }
  return loss;
}

/**
 * Trains a softmax regression by Adam on {@link softmaxLoss}, without regularization. There should be far fewer
 * features than texts, all of similar scale.
 * @returns the weights, shape [(numFeatures + 1) × numClasses], row by row; the bias is last
 */
export function trainSoftmaxRegression(texts: DenseTexts, random: Random): Float64Array {
  const weights = new Float64Array((texts.numFeatures + 1) * texts.numClasses);
  const order = Uint32Array.from(texts.labels.keys());
  const stepsPerEpoch = Math.ceil(order.length / BATCH_SIZE);
  const settings = { numSteps: EPOCHS * stepsPerEpoch, learningRate: LEARNING_RATE };
  const batchLoss: Loss = (at, gradient, step) => {
    const batch = (step - 1) % stepsPerEpoch;
    if (batch === 0) shuffle(order, random);
    return softmaxLoss(texts, order.subarray(batch * BATCH_SIZE, (batch + 1) * BATCH_SIZE), at, gradient);
  };
  return minimize(batchLoss, weights, settings);
}
