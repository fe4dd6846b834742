import { calibrate, countCalibrationInputs, writeCalibrationInputs } from '../../src/linear/calibration.ts';
import type { Outcome } from '../metrics.ts';
import { minimize } from '../optimizers/minimize.ts';

/** Steps of Adam; its learning rate falls linearly. */
const NUM_STEPS = 300;
const LEARNING_RATE = 0.05;
/** The pull towards logits left as they are: as strong as this many texts. */
const PRIOR_TEXTS = 10;

/** Texts the model was not trained on. */
export interface HeldOutTexts {
  /** Shape [numTexts × numClasses], row by row. */
  logits: Float64Array;
  numClasses: number;
  /** Shape [numTexts], 0..numClasses − 1. */
  labels: Uint8Array;
  /** Shape [numTexts]: the length of each in tokens. */
  numTokens: Uint32Array;
  /** Shape [numClasses]: how much a text of each class counts; all 1 if not given. */
  classWeights?: readonly number[] | undefined;
}

/**
 * How much a text counts in fits: long ones more, as whole sentences are what users send, and phrases are what most
 * training texts are.
 */
export function lengthWeight(numTokens: number): number {
  return 1 + numTokens / 5;
}

/** The loss at `weights`; `gradient` is overwritten. */
export type CalibrationLoss = (weights: Float64Array, gradient: Float64Array) => number;

/**
 * What calibration minimises: the mean of −log p(label), each text counting by its length and its class, plus a pull of
 * `PRIOR_TEXTS` texts' strength towards logits left as they are:
 *
 *     Σ_i c_i · −log p_i(label_i) / Σ_i c_i  +  PRIOR_TEXTS / (2 numTexts) · ‖weights − identity‖²,   c = lengthWeight · class weight
 */
export function calibrationLoss({
  logits,
  numClasses,
  labels,
  numTokens,
  classWeights,
}: HeldOutTexts): CalibrationLoss {
  const numTexts = labels.length;
  const numInputs = countCalibrationInputs(numClasses);
  const numWeights = numInputs * numClasses;
  const inputs = new Float64Array(numTexts * numInputs);
  const counts = Float64Array.from(
    numTokens,
    (tokens, i) => lengthWeight(tokens) * (classWeights?.[labels[i]!] ?? 1),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  for (let i = 0; i < numTexts; i++) {
    const row = logits.subarray(i * numClasses, (i + 1) * numClasses);
    writeCalibrationInputs(row, numTokens[i]!, inputs, i * numInputs);
  }
  const identity = identityWeights(numClasses);
  const pull = PRIOR_TEXTS / numTexts;
  const probabilities = new Float64Array(numClasses);

  return (weights, gradient) => {
    let loss = 0;
    for (let j = 0; j < numWeights; j++) {
      const distance = weights[j]! - identity[j]!;
      gradient[j] = pull * distance;
      loss += (pull / 2) * distance * distance;
    }
    for (let i = 0; i < numTexts; i++) {
      const offset = i * numInputs;
      const label = labels[i]!;
      const share = counts[i]! / total;
      calibrate(inputs, weights, probabilities, offset);
      loss -= share * Math.log(Math.max(probabilities[label]!, Number.MIN_VALUE));
      probabilities[label]! -= 1; // d(−log softmax)/dz = p − onehot(label)
      for (let a = 0; a < numInputs; a++) {
        const input = share * inputs[offset + a]!;
        const row = a * numClasses;
        for (let k = 0; k < numClasses; k++) gradient[row + k]! += input * probabilities[k]!;
      }
    }
    return loss;
  };
}

/**
 * Fits the calibration to held-out texts by full-batch Adam on {@link calibrationLoss}.
 * @returns the weights, shape [number of inputs × numClasses]
 */
export function fitCalibration(heldOut: HeldOutTexts): Float64Array {
  const settings = { numSteps: NUM_STEPS, learningRate: LEARNING_RATE };
  return minimize(calibrationLoss(heldOut), identityWeights(heldOut.numClasses), settings);
}

/** What calibrated probabilities say of each text. */
export function calibratedOutcomes(
  { logits, numClasses, labels, numTokens }: HeldOutTexts,
  weights: Float64Array,
): Outcome[] {
  const inputs = new Float64Array(countCalibrationInputs(numClasses));
  const probabilities = new Float64Array(numClasses);
  return Array.from(labels, (label, i) => {
    writeCalibrationInputs(logits.subarray(i * numClasses, (i + 1) * numClasses), numTokens[i]!, inputs);
    calibrate(inputs, weights, probabilities);
    const confidence = Math.max(...probabilities);
    return { label, predicted: probabilities.indexOf(confidence), confidence };
  });
}

/** The calibration that leaves logits as they are: a plain softmax. */
function identityWeights(numClasses: number): Float64Array {
  const weights = new Float64Array(countCalibrationInputs(numClasses) * numClasses);
  for (let k = 0; k < numClasses; k++) weights[k * numClasses + k] = 1;
  return weights;
}
