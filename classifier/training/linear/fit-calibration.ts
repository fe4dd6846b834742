import { calibrate, countCalibrationInputs, writeCalibrationInputs } from '../../src/linear/calibration.ts';
import type { Outcome } from '../metrics.ts';
import { minimize } from '../optimizers/minimize.ts';

/** Steps of Adam; its learning rate falls linearly. */
const NUM_STEPS = 300;
const LEARNING_RATE = 0.05;
/** The pull towards where the fit begins: as strong as this many texts. */
const PRIOR_TEXTS = 10;
/** The pull of a prior is nothing beside so many texts, wherever it pulls. */
const MANY_TEXTS = 100_000;
/** The factors of all logits that are tried to begin with: 1/4 to 32, four an octave. */
const SCALES = Array.from({ length: 29 }, (_, i) => 2 ** (i / 4 - 2));

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

/** The loss at `weights`, pulled towards `center`; `gradient` is overwritten. */
export type CalibrationLoss = (weights: Float64Array, gradient: Float64Array, center: Float64Array) => number;

/**
 * What calibration minimises: the mean of −log p(label), each text counting by its length and its class, plus a pull of
 * `PRIOR_TEXTS` texts' strength towards where the fit begins:
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
 * Fits the calibration to held-out texts by full-batch Adam on {@link calibrationLoss}, from the temperature on that fits
 * best (Guo et al. 2017, section 4.2): margins of support vector machines are far smaller than logits.
 * @returns the weights, shape [number of inputs × numClasses]
 */
export function fitCalibration(heldOut: HeldOutTexts): Float64Array {
  const settings = { numSteps: NUM_STEPS, learningRate: LEARNING_RATE };
  const loss = calibrationLoss(heldOut);
  const center = findStart(loss, heldOut);
  return minimize((weights, gradient) => loss(weights, gradient, center), center.slice(), settings);
}

/** The factor with the least loss, itself pulled towards 1 where there are few texts to tell it. */
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

/** The calibration that multiplies logits by a factor, before a plain softmax. */
function scaleLogits(numClasses: number, scale: number): Float64Array {
  const weights = new Float64Array(countCalibrationInputs(numClasses) * numClasses);
  for (let k = 0; k < numClasses; k++) weights[k * numClasses + k] = scale;
  return weights;
}
