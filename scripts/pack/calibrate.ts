import { labelsOf, type OpenClassifier } from '../../classifier/src/index.ts';
import { fitTemperature, type LogitTexts } from '../../classifier/training/index.ts';
import { classifyTexts } from '../program/classify-texts.ts';
import type { Dataset } from '../program/data-option.ts';

/** At this temperature no probability is so small that rounding it to 6 decimals matters. */
export const FLAT = 8;
/** The logarithm of 0 is that of half of the smallest probability. */
const LEAST = 5e-7;

/**
 * Fits the temperature of a transformer to labelled texts; see `fitTemperature`.
 * @param flat the transformer at the temperature `FLAT`
 * @param datasets at least one; those without labelled texts do not count
 */
export async function calibrate(flat: OpenClassifier, datasets: readonly Dataset[]): Promise<number> {
  const { names } = labelsOf(flat.header);
  const files: LogitTexts[] = [];
  for (const { texts } of datasets) {
    const results = await classifyTexts(flat, texts);
    files.push({
      // With p = softmax(logits / FLAT), FLAT · log p are the logits less a constant.
      logits: results.map(({ probabilities }) =>
        names.map((name) => FLAT * Math.log(Math.max(LEAST, probabilities[name]!))),
      ),
      labels: texts.map(({ label }) => label),
    });
  }
  return fitTemperature(files);
}
