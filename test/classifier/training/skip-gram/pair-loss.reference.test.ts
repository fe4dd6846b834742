import { expect, test } from 'vitest';
import { addPairLoss } from '../../../../classifier/training/skip-gram/pair-loss.ts';
import { SKIP_GRAM_PAIR } from '../../../fixtures/gensim-skip-gram.ts';

test('a step down the gradient of a pair leads where it leads gensim, from the same loss', () => {
  const { center, targets, learningRate, loss, centerAfter, targetsAfter } = SKIP_GRAM_PAIR;
  const vectors = Float64Array.from([center, ...targets].flat());
  const gradients = new Float64Array(vectors.length);
  const targetRows = Uint32Array.of(1, 2, 3);
  const centerGradient = new Float64Array(center.length);
  const found = addPairLoss(vectors, center.length, 0, targetRows, 3, gradients, centerGradient);
  expect(found).toBeCloseTo(loss, 12);
  for (const [i, expected] of [centerAfter, ...targetsAfter].flat().entries()) {
    expect(vectors[i]! - learningRate * gradients[i]!).toBeCloseTo(expected, 12);
  }
});
