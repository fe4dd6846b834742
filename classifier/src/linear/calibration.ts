import { lengthInput, softmax } from '../probabilities.ts';

/** How many numbers a calibration sees of a text: its logits, 1, its log length twice, and the logits times the length. */
export function countCalibrationInputs(numClasses: number): number {
  return 2 * numClasses + 3;
}

/**
 * Writes the inputs of the calibration for one text.
 * @param logits shape [numClasses]
 * @param numTokens the text's length in tokens
 * @param out shape [number of inputs], from `offset` on
 */
export function writeCalibrationInputs(
  logits: ArrayLike<number>,
  numTokens: number,
  out: Float64Array,
  offset = 0,
): void {
  const length = lengthInput(numTokens);
  const numClasses = logits.length;
  for (let k = 0; k < numClasses; k++) {
    out[offset + k] = logits[k]!;
    out[offset + numClasses + 3 + k] = logits[k]! * length;
  }
  out[offset + numClasses] = 1;
  out[offset + numClasses + 1] = length;
  out[offset + numClasses + 2] = length * length;
}

/**
 * Class probabilities of calibrated logits: softmax(inputs · weights), the matrix scaling of Guo et al. 2017
 * ("On Calibration of Modern Neural Networks", section 4.2) with the text's length as a further input, since
 * a word says more of a phrase of three than of a sentence of thirty.
 * @param inputs shape [number of inputs], from `offset` on
 * @param weights shape [number of inputs × numClasses], row by row
 * @param out shape [numClasses]: the probabilities, each in 0..1, sum 1
 */
export function calibrate(
  inputs: Float64Array,
  weights: ArrayLike<number>,
  out: Float64Array,
  offset = 0,
): void {
  const numClasses = out.length;
  const numInputs = countCalibrationInputs(numClasses);
  out.fill(0);
  for (let i = 0; i < numInputs; i++) {
    const input = inputs[offset + i]!;
    const row = i * numClasses;
    for (let k = 0; k < numClasses; k++) out[k]! += input * weights[row + k]!;
  }
  softmax(out);
}
