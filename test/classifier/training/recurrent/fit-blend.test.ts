import { describe, expect, test } from 'vitest';
import { lengthInput } from '../../../../classifier/src/probabilities.ts';
import { blendOpinions, countBlendWeights } from '../../../../classifier/src/recurrent/blend.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { type BlendTexts, blendLoss, fitBlend } from '../../../../classifier/training/recurrent/fit-blend.ts';

const NUM_BLEND_WEIGHTS = countBlendWeights(5);

const NUM_TEXTS = 60;

/** Opinions that give the label so much more than the other classes, which get random shares. */
function drawOpinions(labels: readonly number[], more: number, seed: number): Float64Array[] {
  const random = createRandom(seed);
  return labels.map((label) => {
    const shares = Float64Array.from({ length: 5 }, (_, k) => random() + (k === label ? more : 0));
    const sum = shares.reduce((total, share) => total + share, 0);
    return shares.map((share) => share / sum);
  });
}

/** Texts of which the network knows much and the n-grams little, or the other way round. */
function drawTexts(network: number, ngrams: number): BlendTexts {
  const random = createRandom(1);
  const labels = Array.from({ length: NUM_TEXTS }, () => Math.floor(random() * 5));
  return {
    labels,
    network: drawOpinions(labels, network, 2),
    ngrams: drawOpinions(labels, ngrams, 3),
    numTokens: labels.map(() => Math.floor(random() * 30)),
  };
}

const drawWeights = (): Float64Array => {
  const random = createRandom(4);
  return Float64Array.from({ length: NUM_BLEND_WEIGHTS }, () => 2 * random() - 1);
};
const lossOf = (texts: BlendTexts, weights: Float64Array): number =>
  blendLoss(texts, weights, new Float64Array(NUM_BLEND_WEIGHTS));
const equalShares = (): Float64Array => Float64Array.of(0.5, 0, 0.5, 0, 0, 0, 0, 0, 0);

describe('blendOpinions', () => {
  const p = [0.1, 0.2, 0.4, 0.2, 0.1];
  const q = [0.5, 0.1, 0.1, 0.1, 0.2];
  const pool = (weights: number[], numTokens = 1, first = p, second = q): number[] => {
    const out = new Float64Array(5);
    blendOpinions(first, second, numTokens, weights, out);
    return [...out];
  };
  const expectAlike = (found: number[], expected: number[]): void => {
    for (const [k, probability] of expected.entries()) expect(found[k]).toBeCloseTo(probability, 9);
  };

  test('gives one opinion where it alone counts', () => {
    expectAlike(pool([1, 0, 0, 0, 0, 0, 0, 0, 0]), p);
    expectAlike(pool([0, 0, 1, 0, 0, 0, 0, 0, 0]), q);
    expectAlike(pool([0, 0, 0, 0, 0, 0, 0, 0, 0]), [0.2, 0.2, 0.2, 0.2, 0.2]);
  });

  test('multiplies both to the power of their shares, which depend on the length, and shifts by the bias', () => {
    // l = log 7 − 1.5;  z_k = b_k + (0.5 + 0.1 l) log p_k + (0.3 − 0.2 l) log q_k
    const l = Math.log(7) - 1.5;
    expect(lengthInput(7)).toBeCloseTo(l, 12);
    const bias = [0.1, 0.2, 0.3, 0.4, 0.5];
    const powers = p.map((_, k) => Math.exp(bias[k]!) * p[k]! ** (0.5 + 0.1 * l) * q[k]! ** (0.3 - 0.2 * l));
    const sum = powers.reduce((total, power) => total + power, 0);
    expectAlike(
      pool([0.5, 0.1, 0.3, -0.2, ...bias], 7),
      powers.map((power) => power / sum),
    );
  });

  test('stays finite for probabilities of 0 and texts without tokens', () => {
    const certain = pool([2, 1, 2, 1, 0, 0, 0, 0, 0], 0, [1, 0, 0, 0, 0], [0, 0, 0, 0, 1]);
    expect(certain.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
    expect(certain[0]).toBeCloseTo(certain[4]!, 12);
  });
});

test('the gradient of the loss matches its central difference', () => {
  const texts = drawTexts(0.5, 0.2);
  const weights = drawWeights();
  const gradient = new Float64Array(NUM_BLEND_WEIGHTS).fill(9); // overwritten
  blendLoss(texts, weights, gradient);
  const step = 1e-5;
  for (const [i, weight] of weights.entries()) {
    const above = lossOf(texts, weights.with(i, weight + step));
    const below = lossOf(texts, weights.with(i, weight - step));
    const expected = (above - below) / (2 * step);
    expect(Math.abs(gradient[i]! - expected)).toBeLessThanOrEqual(Math.max(1e-9, 1e-6 * Math.abs(expected)));
    expect(gradient[i]).not.toBe(0);
  }
});

test('the loss is the mean of the surprise, where a text counts 1 and a fifth of its tokens', () => {
  const texts: BlendTexts = {
    labels: [0, 1],
    network: [
      [0.5, 0.5, 0, 0, 0],
      [0.75, 0.25, 0, 0, 0],
    ],
    ngrams: [
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
    ],
    numTokens: [5, 25],
  };
  // The network alone, counting 2 and 6:  (2 log 2 + 6 log 4)/8
  const weights = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0);
  expect(lossOf(texts, weights)).toBeCloseTo((2 * Math.log(2) + 6 * Math.log(4)) / 8, 5);
});

describe('fitBlend', () => {
  /** The shares of both opinions in a text of usual length. */
  const sharesOf = (weights: Float64Array) => {
    const length = lengthInput(15);
    return [weights[0]! + weights[1]! * length, weights[2]! + weights[3]! * length] as const;
  };

  test('lowers the loss, and finds where it is least', () => {
    const texts = drawTexts(0.5, 0.4);
    const weights = fitBlend(texts);
    expect(lossOf(texts, weights)).toBeLessThan(lossOf(texts, equalShares()));
    const gradient = new Float64Array(NUM_BLEND_WEIGHTS);
    blendLoss(texts, weights, gradient);
    expect(Math.hypot(...gradient)).toBeLessThan(0.02);
    expect(fitBlend(texts)).toEqual(weights);
  });

  test('gives the better opinion the greater share', () => {
    const [network, ngrams] = sharesOf(fitBlend(drawTexts(0.6, 0)));
    expect(network).toBeGreaterThan(ngrams + 0.5);
    const [worse, better] = sharesOf(fitBlend(drawTexts(0, 0.6)));
    expect(better).toBeGreaterThan(worse + 0.5);
  });
});
