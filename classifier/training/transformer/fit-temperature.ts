/** Texts that a model was not trained on. */
export interface LogitTexts {
  /** Shape [numTexts][numClasses]. */
  logits: readonly (readonly number[])[];
  /** Shape [numTexts], 0..numClasses − 1. */
  labels: readonly number[];
}

/** The range of temperatures, and the number of times it is shrunk to 0.62 of itself. */
const LOWEST = 0.05;
const HIGHEST = 20;
const NUM_STEPS = 60;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Fits a temperature that calibrates logits (Guo et al. 2017), by golden-section search on its logarithm. It minimizes
 * the mean over files of their mean −log p(label), with p = softmax(logits / temperature).
 * @param files each with at least one text
 * @returns a number from 0.05 to 20, rounded to 4 decimals
 */
export function fitTemperature(files: readonly LogitTexts[]): number {
  const lossAt = (logTemperature: number): number =>
    files.reduce((sum, file) => sum + meanLoss(file, Math.exp(logTemperature)), 0);
  let [low, high] = [Math.log(LOWEST), Math.log(HIGHEST)];
  for (let step = 0; step < NUM_STEPS; step++) {
    const width = GOLDEN * (high - low);
    if (lossAt(high - width) < lossAt(low + width)) high = low + width;
    else low = high - width;
  }
  return Math.round(Math.exp((low + high) / 2) * 1e4) / 1e4;
}

function meanLoss({ logits, labels }: LogitTexts, temperature: number): number {
  const losses = logits.map((ofText, i) => {
    const highest = Math.max(...ofText);
    const sum = ofText.reduce((total, logit) => total + Math.exp((logit - highest) / temperature), 0);
    return Math.log(sum) - (ofText[labels[i]!]! - highest) / temperature;
  });
  return losses.reduce((total, loss) => total + loss, 0) / losses.length;
}
