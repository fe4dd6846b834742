import { type Random, shuffle } from '../optimizers/random.ts';

/** The largest difference in length, in tokens, between texts that chance may put in one batch. */
const LENGTH_NOISE = 1.5;

/**
 * Draws batches of texts of similar length, in random order.
 * @param textStarts shape [numTexts + 1]: the start of each text's tokens
 * @returns the indices of the texts in each batch; one batch may have fewer than `batchSize`
 */
export function drawBatches(textStarts: Uint32Array, batchSize: number, random: Random): Uint32Array[] {
  const numTexts = textStarts.length - 1;
  const keys = Float64Array.from(
    { length: numTexts },
    (_, i) => textStarts[i + 1]! - textStarts[i]! + random() * LENGTH_NOISE,
  );
  const order = Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
  const numBatches = Math.ceil(numTexts / batchSize);
  const batches = Array.from({ length: numBatches }, (_, i) =>
    order.slice(i * batchSize, (i + 1) * batchSize),
  );
  return shuffle(batches, random);
}
