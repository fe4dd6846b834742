import { lengthInput, softmax } from '../probabilities.ts';
import { NUM_CLASSES } from '../sentiments.ts';

/** What a calibration sees of a text: its 5 logits, 1, its log length twice, and the logits times the length. */
export const NUM_CALIBRATION_INPUTS = 2 * NUM_CLASSES + 3;

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
  const length = lengthInput(numTokens);
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
