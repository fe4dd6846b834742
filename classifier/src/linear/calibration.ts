import { lengthInput, softmax } from '../probabilities.ts';

/**
 * The number of inputs of a calibration: the logits, 1, the log length and its square, and the logits times the log
 * length.
 */
export function countCalibrationInputs(numClasses: number): number {
  return 2 * numClasses + 3;
}

/**
 * Writes the calibration inputs of one text.
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
 * Calibrates logits: probabilities = softmax(inputs · weights). This is the matrix scaling of Guo et al. 2017 ("On
 * Calibration of Modern Neural Networks", section 4.2) with the text's length as an additional input: one word says
 * more about a phrase of three words than about a sentence of thirty.
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
