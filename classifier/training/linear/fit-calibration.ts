import { calibrate, countCalibrationInputs, writeCalibrationInputs } from '../../src/linear/calibration.ts';
import type { Outcome } from '../metrics.ts';
import { minimize } from '../optimizers/minimize.ts';

/** The number of Adam steps; the learning rate falls linearly. */
const NUM_STEPS = 300;
const LEARNING_RATE = 0.05;
/** The strength of the prior towards the initial weights, in texts. */
const PRIOR_TEXTS = 10;
/** With this many texts the prior is negligible, whatever its center. */
const MANY_TEXTS = 100_000;
/** The candidate initial scales of the logits: 1/4 to 32, four an octave. */
const SCALES = Array.from({ length: 29 }, (_, i) => 2 ** (i / 4 - 2));

/** Texts that the model was not trained on. */
export interface HeldOutTexts {
  /** Shape [numTexts × numClasses], row by row. */
  logits: Float64Array;
  numClasses: number;
  /** Shape [numTexts], 0..numClasses − 1. */
  labels: Uint8Array;
  /** Shape [numTexts]: the length of each text in tokens. */
  numTokens: Uint32Array;
  /** Shape [numClasses]: the weight of a text of each class; 1 by default. */
  classWeights?: readonly number[] | undefined;
}

/**
 * The weight of a text in fits. Long texts count more, because users send whole sentences, while most training texts
 * are phrases.
 */
export function lengthWeight(numTokens: number): number {
  return 1 + numTokens / 5;
}

/** Computes the loss at `weights` with a prior centered at `center`. `gradient` is overwritten. */
export type CalibrationLoss = (weights: Float64Array, gradient: Float64Array, center: Float64Array) => number;

/**
 * The calibration loss: the weighted mean of −log p(label), plus a Gaussian prior of the strength of `PRIOR_TEXTS`
 * texts around the initial weights:
 *
 *     Σ_i c_i · −log p_i(label_i) / Σ_i c_i  +  PRIOR_TEXTS / (2 numTexts) · ‖weights − center‖²,   c = lengthWeight · class weight
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
  const pull = PRIOR_TEXTS / numTexts;
  const probabilities = new Float64Array(numClasses);

  return (weights, gradient, center) => {
    let loss = 0;
    for (let j = 0; j < numWeights; j++) {
      const distance = weights[j]! - center[j]!;
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
 * Fits the calibration to held-out texts by full-batch Adam on {@link calibrationLoss}. It starts from the best
 * temperature (Guo et al. 2017, section 4.2), because margins of support vector machines are far smaller than logits.
 * @returns the weights, shape [number of inputs × numClasses]
 */
export function fitCalibration(heldOut: HeldOutTexts): Float64Array {
  const settings = { numSteps: NUM_STEPS, learningRate: LEARNING_RATE };
  const loss = calibrationLoss(heldOut);
  const center = findStart(loss, heldOut);
  return minimize((weights, gradient) => loss(weights, gradient, center), center.slice(), settings);
}

/** Finds the initial scale with the least loss; with few texts, it is drawn towards 1. */
function findStart(loss: CalibrationLoss, { numClasses, labels }: HeldOutTexts): Float64Array {
  if (labels.length >= MANY_TEXTS) return scaleLogits(numClasses, 1);
  const starts = SCALES.map((scale) => scaleLogits(numClasses, scale));
  const losses = starts.map((start, i) => {
    const distance = Math.log(SCALES[i]!);
    const pull = (PRIOR_TEXTS / (2 * labels.length)) * distance * distance;
    return loss(start, new Float64Array(start.length), start) + pull;
  });
  return starts[losses.indexOf(Math.min(...losses))]!;
}

/**
 * The outcomes of calibrated predictions.
 * @param weights shape [number of inputs × numClasses]
 */
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

/** The calibration that only multiplies the logits by a factor. */
function scaleLogits(numClasses: number, scale: number): Float64Array {
  const weights = new Float64Array(countCalibrationInputs(numClasses) * numClasses);
  for (let k = 0; k < numClasses; k++) weights[k * numClasses + k] = scale;
  return weights;
}
