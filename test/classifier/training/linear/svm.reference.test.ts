import { expect, test } from 'vitest';
import { trainSvm } from '../../../../classifier/training/linear/svm.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { LIBLINEAR } from '../../../fixtures/liblinear.ts';

test.each(LIBLINEAR.solutions)('trainSvm finds what liblinear finds with C = $cost', ({ cost, weights }) => {
  const { rows, labels } = LIBLINEAR;
  const numFeatures = weights.length;
  const matrix = {
    rowStarts: Uint32Array.from({ length: rows.length + 1 }, (_, row) => row * numFeatures),
    indices: Uint32Array.from(rows.flat(), (_, i) => i % numFeatures),
    values: Float32Array.from(rows.flat()),
    numFeatures,
  };
  const found = trainSvm(
    matrix,
    Uint32Array.from(rows.keys()),
    Uint8Array.from(labels),
    { cost, maxEpochs: 100_000, tolerance: 1e-12 },
    createRandom(1),
  );
  expect(found.length).toBe(weights.length);
  for (const [i, weight] of weights.entries()) expect(found[i]).toBeCloseTo(weight, 10);
});
