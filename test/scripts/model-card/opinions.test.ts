import { expect, test } from 'vitest';
import { SENTIMENT_SCALE } from '../../../classifier/src/index.ts';
import { decodeModel, encodeModel } from '../../../classifier/src/model-file.ts';
import { measureOpinions } from '../../../scripts/model-card/measure.ts';
import { TINY_REVIEWS } from '../../helpers/tiny-model.ts';
import { tinyRecurrentBytes } from '../../helpers/tiny-recurrent.ts';

test('each opinion of a recurrent model is measured without the other', async () => {
  const { header, arrays } = decodeModel(await tinyRecurrentBytes());
  const weights = arrays['ngrams.weights']!.map((weight) => -weight);
  const misled = decodeModel(encodeModel(header, { ...arrays, 'ngrams.weights': weights }));
  const texts = TINY_REVIEWS.map(({ text, label, group }, i) => ({ text, label, group, line: i + 1 }));
  const dataset = { name: 'tiny', sha256: '', texts, sided: [], labels: SENTIMENT_SCALE, labelOf: new Map() };
  const measured = await measureOpinions(misled, [dataset]);
  const accuracies = Object.fromEntries(measured.map(({ part, accuracies: [accuracy] }) => [part, accuracy]));
  expect(accuracies['the network alone']).toBeGreaterThan(0.9);
  expect(accuracies['the n-grams alone']).toBeLessThan(0.5);
});
