/** Roughly the mean log length of a training text; subtracting it keeps the input small. */
const USUAL_LOG_LENGTH = 1.5;

/** The text length as the calibration sees it: log(number of tokens) − 1.5. */
export function lengthInput(numTokens: number): number {
  return Math.log(Math.max(1, numTokens)) - USUAL_LOG_LENGTH;
}

/**
 * Computes the softmax in place: p_k = exp(z_k - max z) / sum_j exp(z_j - max z). Subtracting the maximum does not
 * change the result and keeps `exp` finite.
 * @param logits shape [numClasses]
 */
export function softmax(logits: Float64Array): void {
  let max = Number.NEGATIVE_INFINITY;
  for (const logit of logits) max = Math.max(max, logit);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) {
    logits[k] = Math.exp(logits[k]! - max);
    sum += logits[k]!;
  }
  for (let k = 0; k < logits.length; k++) logits[k]! /= sum;
}
