import { describe, expect, test } from 'vitest';
import { countCalibrationInputs } from '../../../../classifier/src/linear/calibration.ts';
import {
  calibratedOutcomes,
  calibrationLoss,
  fitCalibration,
  type HeldOutTexts,
} from '../../../../classifier/training/linear/fit-calibration.ts';
import { computeMetrics } from '../../../../classifier/training/metrics.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';

const NUM_CLASSES = 5;
const NUM_WEIGHTS = countCalibrationInputs(NUM_CLASSES) * NUM_CLASSES;
/** The weights that leave logits as they are. */
const IDENTITY = Float64Array.from({ length: NUM_WEIGHTS }, (_, j) =>
  Number(j < NUM_CLASSES ** 2 && j % (NUM_CLASSES + 1) === 0),
);

function heldOut(texts: readonly { logits: number[]; label: number; numTokens: number }[]): HeldOutTexts {
  return {
    logits: Float64Array.from(texts.flatMap(({ logits }) => logits)),
    numClasses: NUM_CLASSES,
    labels: Uint8Array.from(texts, ({ label }) => label),
    numTokens: Uint32Array.from(texts, ({ numTokens }) => numTokens),
  };
}

const FEW_TEXTS = heldOut([
  { logits: [0.5, -1, 0.25, -0.5, -1], label: 0, numTokens: 1 },
  { logits: [-1, -0.5, 0.75, 0.25, -0.75], label: 3, numTokens: 7 },
  { logits: [-1.5, 0.5, -0.25, -1, 2], label: 1, numTokens: 30 },
]);

/** A thousand texts whose logits are `size` for the class guessed, else 0; six of ten guesses are right. */
function sixOfTen(size: number): HeldOutTexts {
  return heldOut(
    Array.from({ length: 1000 }, (_, i) => {
      const guess = Math.floor(i / 10) % NUM_CLASSES;
      const logits = Array.from({ length: NUM_CLASSES }, (_, k) => (k === guess ? size : 0));
      const label = i % 10 < 6 ? guess : (guess + 1 + (i % 4)) % NUM_CLASSES;
      return { logits, label, numTokens: 5 };
    }),
  );
}

function lossAt(texts: HeldOutTexts, weights: Float64Array): number {
  return calibrationLoss(texts)(weights, new Float64Array(NUM_WEIGHTS), IDENTITY);
}

describe('calibrationLoss', () => {
  test('is the mean of −log p(label), in which long texts count more', () => {
    // Five equal logits: p = 1/5. With log 4 and four zeros: p(0) = 4/8. 5 and 15 tokens count 1 + 1 and 1 + 3.
    const texts = heldOut([
      { logits: [0, 0, 0, 0, 0], label: 2, numTokens: 5 },
      { logits: [Math.log(4), 0, 0, 0, 0], label: 0, numTokens: 15 },
    ]);
    expect(lossAt(texts, IDENTITY)).toBeCloseTo((2 * Math.log(5) + 4 * Math.log(2)) / 6, 12);
  });

  test('is raised by 10 / (2 numTexts) · ‖weights − center‖²', () => {
    // One more on the five biases changes no probability, so that all it costs is the pull: 10/4 · 5 · 1² for two texts.
    const texts = heldOut([
      { logits: [0, 1, 2, 3, 4], label: 2, numTokens: 5 },
      { logits: [4, 3, 2, 1, 0], label: 2, numTokens: 5 },
    ]);
    const shifted = IDENTITY.map((weight, j) =>
      Math.floor(j / NUM_CLASSES) === NUM_CLASSES ? weight + 1 : weight,
    );
    expect(lossAt(texts, shifted)).toBeCloseTo(lossAt(texts, IDENTITY) + 12.5, 9);
  });

  test('has a gradient that matches its central difference', () => {
    const random = createRandom(2);
    const weights = IDENTITY.map((weight) => weight + random() - 0.5);
    const gradient = new Float64Array(NUM_WEIGHTS).fill(99); // to be overwritten
    calibrationLoss(FEW_TEXTS)(weights, gradient, IDENTITY);
    const step = 1e-5;
    for (let j = 0; j < NUM_WEIGHTS; j++) {
      const above = lossAt(FEW_TEXTS, weights.with(j, weights[j]! + step));
      const below = lossAt(FEW_TEXTS, weights.with(j, weights[j]! - step));
      expect(gradient[j], `weight ${j}`).toBeCloseTo((above - below) / (2 * step), 6);
    }
  });

  test('stays finite where a label is as good as ruled out', () => {
    const texts = heldOut([{ logits: [1e6, 0, 0, 0, 0], label: 4, numTokens: 5 }]);
    expect(Number.isFinite(lossAt(texts, IDENTITY))).toBe(true);
  });
});

describe('fitCalibration', () => {
  test('lowers the loss to where its gradient is about 0', () => {
    const weights = fitCalibration(FEW_TEXTS);
    expect(lossAt(FEW_TEXTS, weights)).toBeLessThan(lossAt(FEW_TEXTS, IDENTITY) - 0.05);
    const gradient = new Float64Array(NUM_WEIGHTS);
    // Of the factors that are tried, this one fits the three texts best.
    const center = IDENTITY.map((weight) => weight * 2 ** -0.25);
    calibrationLoss(FEW_TEXTS)(weights, gradient, center);
    for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(1e-3);
  });

  test('softens logits that are too sure and sharpens those too unsure', () => {
    for (const [size, before] of [
      [8, 0.9987], // exp(8) / (exp(8) + 4)
      [1, 0.4046],
      [0.05, 0.2081], // margins of support vector machines are that small
    ] as const) {
      const texts = sixOfTen(size);
      expect(calibratedOutcomes(texts, IDENTITY)[0]!.confidence).toBeCloseTo(before, 4);
      const outcomes = calibratedOutcomes(texts, fitCalibration(texts));
      expect(computeMetrics(outcomes)).toMatchObject({ accuracy: 0.6 });
      for (const { confidence } of outcomes) expect(Math.abs(confidence - 0.6)).toBeLessThan(0.05);
    }
  });

  test('learns that long texts are less sure', () => {
    // The same logits are right nine times of ten on 2 tokens and five times of ten on 30.
    const texts = heldOut(
      Array.from({ length: 1000 }, (_, i) => {
        const isLong = i % 2 === 1;
        const isRight = Math.floor(i / 2) % 10 < (isLong ? 5 : 9);
        return {
          logits: [0, 0, 2, 0, 0],
          label: isRight ? 2 : i % 4 < 2 ? 1 : 3,
          numTokens: isLong ? 30 : 2,
        };
      }),
    );
    const [short, long] = calibratedOutcomes(texts, fitCalibration(texts));
    expect(Math.abs(short!.confidence - 0.9)).toBeLessThan(0.05);
    expect(Math.abs(long!.confidence - 0.5)).toBeLessThan(0.05);
  });

  test('leaves logits nearly as they are where there are few texts to learn from', () => {
    const one = heldOut([{ logits: [0, 0, 1, 0, 0], label: 0, numTokens: 4 }]);
    const [plain] = calibratedOutcomes(one, IDENTITY);
    const [fitted] = calibratedOutcomes(one, fitCalibration(one));
    expect(fitted!.predicted).toBe(2);
    expect(fitted!.confidence).toBeLessThan(plain!.confidence);
    expect(plain!.confidence - fitted!.confidence).toBeLessThan(0.05);
  });

  test('gives the same weights for the same texts', () => {
    expect(fitCalibration(FEW_TEXTS)).toEqual(fitCalibration(FEW_TEXTS));
  });
});

test('calibratedOutcomes gives the most probable class of each text and its probability', () => {
  // Weights of exp: (1, 2, 4, 2, 1) / 10 and, all equal, 1/5 for the first of them.
  const texts = heldOut([
    { logits: [0, Math.log(2), Math.log(4), Math.log(2), 0], label: 1, numTokens: 3 },
    { logits: [3, 3, 3, 3, 3], label: 4, numTokens: 9 },
  ]);
  expect(calibratedOutcomes(texts, IDENTITY)).toEqual([
    { label: 1, predicted: 2, confidence: expect.closeTo(0.4, 12) },
    { label: 4, predicted: 0, confidence: expect.closeTo(0.2, 12) },
  ]);
});
