import { expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { addPairLoss } from '../../../../classifier/training/skip-gram/pair-loss.ts';

const NUM_ROWS = 6;
const CENTER = 1;
/** The context, then negatives, one of them twice. */
const TARGETS = Uint32Array.of(3, 4, 5, 4);

function draw(numDimensions: number, range: number): Float64Array {
  const random = createRandom(1);
  return Float64Array.from({ length: NUM_ROWS * numDimensions }, () => (2 * random() - 1) * range);
}

function lossOf(vectors: Float64Array, numDimensions: number, numTargets = TARGETS.length): number {
  const gradients = new Float64Array(vectors.length);
  const centerGradient = new Float64Array(numDimensions);
  return addPairLoss(vectors, numDimensions, CENTER, TARGETS, numTargets, gradients, centerGradient);
}

// The product is summed by fours: with numbers left over, without, and with fewer than four.
test.each([3, 8, 10])(
  'the loss gradient matches its central difference in %i dimensions',
  (numDimensions) => {
    const vectors = draw(numDimensions, 1);
    const gradients = new Float64Array(vectors.length);
    addPairLoss(
      vectors,
      numDimensions,
      CENTER,
      TARGETS,
      4,
      gradients,
      new Float64Array(numDimensions).fill(9),
    );
    const step = 1e-5;
    for (const [i, number] of vectors.entries()) {
      vectors[i] = number + step;
      const above = lossOf(vectors, numDimensions);
      vectors[i] = number - step;
      const below = lossOf(vectors, numDimensions);
      vectors[i] = number;
      expect(gradients[i]).toBeCloseTo((above - below) / (2 * step), 8);
    }
    const isZero = Array.from({ length: NUM_ROWS }, (_, row) => gradients[row * numDimensions] === 0);
    expect(isZero).toEqual([true, false, true, false, false, false]);
  },
);

test('gradients are added to those of the pair before', () => {
  const vectors = draw(4, 1);
  const gradients = new Float64Array(vectors.length);
  const addTo = () => addPairLoss(vectors, 4, CENTER, TARGETS, 4, gradients, new Float64Array(4));
  addTo();
  const once = gradients.slice();
  addTo();
  expect(gradients).toEqual(once.map((gradient) => 2 * gradient));
});

test('the loss of vectors of 0 is log 2 for each target', () => {
  expect(lossOf(new Float64Array(NUM_ROWS * 4), 4)).toBeCloseTo(4 * Math.log(2), 12);
  expect(lossOf(new Float64Array(NUM_ROWS * 4), 4, 1)).toBeCloseTo(Math.log(2), 12);
});

test('the loss stays finite where products are huge', () => {
  const vectors = draw(4, 1e6);
  const gradients = new Float64Array(vectors.length);
  const loss = addPairLoss(vectors, 4, CENTER, TARGETS, 4, gradients, new Float64Array(4));
  expect(loss).toBeGreaterThan(0);
  expect(Number.isFinite(loss)).toBe(true);
  expect(gradients.every(Number.isFinite)).toBe(true);
});
