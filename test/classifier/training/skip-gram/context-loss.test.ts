import { expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { addContextLoss } from '../../../../classifier/training/skip-gram/context-loss.ts';
import { addPairLoss } from '../../../../classifier/training/skip-gram/pair-loss.ts';

const NUM_ROWS = 7;
/** Of the words around, one comes twice; so does one of the negatives behind the word itself. */
const CONTEXT = [0, 2, 2];
const TARGETS = Uint32Array.of(3, 4, 5, 4);

function draw(numDimensions: number): Float64Array {
  const random = createRandom(1);
  return Float64Array.from({ length: NUM_ROWS * numDimensions }, () => 2 * random() - 1);
}

function lossOf(
  vectors: Float64Array,
  numDimensions: number,
  gradients = new Float64Array(vectors.length),
): number {
  const [mean, meanGradient] = [
    new Float64Array(numDimensions).fill(9),
    new Float64Array(numDimensions).fill(9),
  ];
  return addContextLoss(vectors, numDimensions, CONTEXT, TARGETS, 4, gradients, mean, meanGradient);
}

test.each([3, 8, 10])(
  'the gradient of a bag of words matches its central difference in %i dimensions',
  (numDimensions) => {
    const vectors = draw(numDimensions);
    const gradients = new Float64Array(vectors.length);
    lossOf(vectors, numDimensions, gradients);
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
    expect(isZero).toEqual([false, true, false, false, false, false, true]);
  },
);

test('the bag of one word has the loss and the gradients of a pair', () => {
  const vectors = draw(8);
  const [ofBag, ofPair] = [new Float64Array(vectors.length), new Float64Array(vectors.length)];
  const buffer = () => new Float64Array(8);
  const loss = addContextLoss(vectors, 8, [1], TARGETS, 4, ofBag, buffer(), buffer());
  expect(loss).toBe(addPairLoss(vectors, 8, 1, TARGETS, 4, ofPair, buffer()));
  expect(ofBag).toEqual(ofPair);
});
