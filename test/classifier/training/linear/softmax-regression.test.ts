import { expect, test } from 'vitest';
import {
  type DenseTexts,
  predictSoftmax,
  softmaxLoss,
  trainSoftmaxRegression,
} from '../../../../classifier/training/linear/softmax-regression.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';

const NUM_FEATURES = 3;

function drawTexts(numTexts: number, seed: number): DenseTexts {
  const random = createRandom(seed);
  const features = Float64Array.from({ length: numTexts * NUM_FEATURES }, () => 2 * random() - 1);
  const labels = Uint8Array.from({ length: numTexts }, () => Math.floor(random() * 5));
  return { features, numFeatures: NUM_FEATURES, numClasses: 5, labels };
}

test('the loss gradient matches its central difference', () => {
  const texts = drawTexts(7, 1);
  const rows = Uint32Array.of(5, 0, 2, 6);
  const random = createRandom(2);
  const weights = Float64Array.from({ length: (NUM_FEATURES + 1) * 5 }, () => 2 * random() - 1);
  const gradient = new Float64Array(weights.length).fill(9);
  softmaxLoss(texts, rows, weights, gradient);
  const unused = new Float64Array(weights.length);
  const step = 1e-5;
  for (const [i, weight] of weights.entries()) {
    weights[i] = weight + step;
    const above = softmaxLoss(texts, rows, weights, unused);
    weights[i] = weight - step;
    const below = softmaxLoss(texts, rows, weights, unused);
    weights[i] = weight;
    expect(gradient[i]).toBeCloseTo((above - below) / (2 * step), 8);
  }
});

test('without weights each class is as likely as any other', () => {
  const texts = drawTexts(4, 1);
  const weights = new Float64Array((NUM_FEATURES + 1) * 5);
  const out = new Float64Array(5);
  predictSoftmax(texts.features, NUM_FEATURES, 2, weights, out);
  expect([...out]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2]);
  expect(softmaxLoss(texts, Uint32Array.of(0, 1, 2, 3), weights, weights.slice())).toBeCloseTo(
    Math.log(5),
    12,
  );
});

test('texts that features tell apart get their labels', () => {
  const { features, numFeatures } = drawTexts(2000, 3);
  const labels = Uint8Array.from({ length: 2000 }, (_, i) => (features[i * NUM_FEATURES]! > 0 ? 4 : 1));
  const weights = trainSoftmaxRegression({ features, numFeatures, numClasses: 5, labels }, createRandom(1));
  const out = new Float64Array(5);
  const isRight = Array.from(labels, (label, i) => {
    predictSoftmax(features, numFeatures, i, weights, out);
    return out.indexOf(Math.max(...out)) === label;
  });
  expect(isRight.filter(Boolean).length).toBeGreaterThan(1800);
});

test('the same seed gives the same weights, another gives others', () => {
  const texts = drawTexts(600, 4);
  const train = (seed: number) => trainSoftmaxRegression(texts, createRandom(seed));
  expect(train(1)).toEqual(train(1));
  expect(train(2)).not.toEqual(train(1));
});
