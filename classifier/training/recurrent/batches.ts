import { type Random, shuffle } from '../optimizers/random.ts';

/** How far apart in length, in tokens, texts may be and still come into one batch by chance. */
const LENGTH_NOISE = 1.5;

/**
 * Batches of texts of similar length, in random order.
 * @param textStarts shape [numTexts + 1]: where each text's tokens begin
 * @returns the texts of each batch, `batchSize` of them but for one batch
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
