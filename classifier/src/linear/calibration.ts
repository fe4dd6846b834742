import { NUM_CLASSES } from '../sentiments.ts';

/** What a calibration sees of a text: its 5 logits, 1, its log length twice, and the logits times the length. */
export const NUM_CALIBRATION_INPUTS = 2 * NUM_CLASSES + 3;
/** The natural logarithm of a usual number of tokens; taking it away keeps the inputs small. */
const USUAL_LOG_LENGTH = 1.5;

/**
 * Writes the inputs of the calibration for one text.
 * @param logits shape [5]
 * @param numTokens the text's length in tokens
 * @param out shape [NUM_CALIBRATION_INPUTS], from `offset` on
 */
export function writeCalibrationInputs(
  logits: ArrayLike<number>,
  numTokens: number,
  out: Float64Array,
  offset = 0,
): void {
  const length = Math.log(Math.max(1, numTokens)) - USUAL_LOG_LENGTH;
  for (let k = 0; k < NUM_CLASSES; k++) {
    out[offset + k] = logits[k]!;
    out[offset + NUM_CLASSES + 3 + k] = logits[k]! * length;
  }
  out[offset + NUM_CLASSES] = 1;
  out[offset + NUM_CLASSES + 1] = length;
  out[offset + NUM_CLASSES + 2] = length * length;
}

/**
 * Class probabilities of calibrated logits: softmax(inputs · weights), the matrix scaling of Guo et al. 2017
 * ("On Calibration of Modern Neural Networks", section 4.2) with the text's length as a further input, since
 * a word says more of a phrase of three than of a sentence of thirty.
 * @param inputs shape [NUM_CALIBRATION_INPUTS], from `offset` on
 * @param weights shape [NUM_CALIBRATION_INPUTS × 5], row by row
 * @param out shape [5]: the probabilities, each in 0..1, sum 1
 */
export function calibrate(
  inputs: Float64Array,
  weights: ArrayLike<number>,
  out: Float64Array,
  offset = 0,
): void {
  out.fill(0);
  for (let i = 0; i < NUM_CALIBRATION_INPUTS; i++) {
    const input = inputs[offset + i]!;
    const row = i * NUM_CLASSES;
    for (let k = 0; k < NUM_CLASSES; k++) out[k]! += input * weights[row + k]!;
  }
  softmax(out);
}

/**
 * In place, p_k = exp(z_k - max z) / sum_j exp(z_j - max z); taking the maximum away changes nothing and keeps
 * `exp` finite.
 */
function softmax(logits: Float64Array): void {
  let max = Number.NEGATIVE_INFINITY;
  for (const logit of logits) max = Math.max(max, logit);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) {
    logits[k] = Math.exp(logits[k]! - max);
    sum += logits[k]!;
  }
  for (let k = 0; k < logits.length; k++) logits[k]! /= sum;
}
