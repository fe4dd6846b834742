import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOutputColumns } from '../../../../classifier/src/recurrent/sizes.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import type { Dropout } from '../../../../classifier/training/recurrent/dropout.ts';
import { createKernel } from '../../../../classifier/training/recurrent/kernel/create-kernel.ts';
import type { Numbers } from '../../../../classifier/training/recurrent/kernel/kernel.ts';
import { createPlainKernel } from '../../../../classifier/training/recurrent/kernel/plain-kernel.ts';
import { layOut } from '../../../../classifier/training/recurrent/layout.ts';
import { createNetwork, type Network } from '../../../../classifier/training/recurrent/network.ts';
import {
  lengthOf,
  type PackedTexts,
  packTexts,
} from '../../../../classifier/training/recurrent/packed-texts.ts';

/** All three sizes differ, so that none can stand for another. */
const SIZES = { numDimensions: 8, numHidden: 4, numClasses: 5 };
const NUM_CLASSES = SIZES.numClasses;
const OUTPUT_COLUMNS = countOutputColumns(SIZES);
/** Several of one length, one of a single token. */
const LENGTHS = [5, 3, 3, 2, 1];
/** The probabilities to learn, shape [5 × 5]: labels of the first three, soft ones of the others. */
const TARGETS = Float64Array.of(
  ...[0, 0, 0, 0, 1],
  ...[1, 0, 0, 0, 0],
  ...[0, 0, 1, 0, 0],
  ...[0.1, 0.2, 0.4, 0.25, 0.05],
  ...[0.5, 0.5, 0, 0, 0],
);
const TEXT_WEIGHTS = [1, 0.5, 2, 1, 3];
const SCALE = 0.3;

/** A function that makes the same generator each time, so that the same numbers are left out. */
type MakeDropout = () => Dropout | undefined;
const noDropout: MakeDropout = () => undefined;
const withDropout: MakeDropout = () => ({ input: 0.3, pooled: 0.4, random: createRandom(3) });

function draw(size: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: size }, () => 2 * random() - 1);
}

/** A network in 64 bits with drawn weights; those of the columns that do not count stay 0, as in training. */
function createExact(maxTokens: number, maxTexts: number, sizes = SIZES): Network {
  const network = createNetwork(
    (size) => createPlainKernel(new Float64Array(size)),
    sizes,
    maxTokens,
    maxTexts,
  );
  network.weights.set(drawWeights(sizes));
  return network;
}

function drawWeights(sizes: typeof SIZES): Float64Array {
  const layout = layOut(sizes);
  const weights = draw(layout.length, 1);
  for (let i = layout.outputWeights; i < layout.length; i++) {
    if ((i - layout.outputWeights) % OUTPUT_COLUMNS >= NUM_CLASSES) weights[i] = 0;
  }
  return weights;
}

/** What `backward` differentiates:  scale · Σ_i w_i · −Σ_k q_ik log p_ik. */
function lossOf(probabilities: Numbers): number {
  return TARGETS.reduce((sum, q, i) => {
    const [text, k] = [Math.floor(i / NUM_CLASSES), i % NUM_CLASSES];
    return sum - SCALE * TEXT_WEIGHTS[text]! * q * Math.log(probabilities[text * OUTPUT_COLUMNS + k]!);
  }, 0);
}

/** The class probabilities of each text, shape [5] each. */
function rowsOf(probabilities: Numbers, numTexts: number): number[][] {
  return Array.from({ length: numTexts }, (_, i) =>
    Array.from(probabilities.subarray(i * OUTPUT_COLUMNS, i * OUTPUT_COLUMNS + NUM_CLASSES)),
  );
}

describe('packTexts', () => {
  test('lays texts side by side, step by step', () => {
    // Steps:  a0 b0 c0 | a1 b1 | a2
    expect(packTexts([3, 2, 1])).toEqual({
      numTexts: 3,
      numTokens: 6,
      counts: [3, 2, 1],
      starts: [0, 3, 5],
    });
  });

  test('packs no text at all', () => {
    expect(packTexts([])).toMatchObject({ numTexts: 0, numTokens: 0 });
  });

  test('gives each token a place of its own, whatever the lengths', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lengths, (unsorted) => {
        const sorted = unsorted.sort((a, b) => b - a);
        const texts = packTexts(sorted);
        const places = sorted.flatMap((length, text) =>
          Array.from({ length }, (_, step) => texts.starts[step]! + text),
        );
        expect(places.sort((a, b) => a - b)).toEqual([...Array(texts.numTokens).keys()]);
        expect(sorted.map((_, text) => lengthOf(text, texts))).toEqual(sorted);
      }),
    );
  });
});

describe.each([
  ['without dropout', noDropout],
  ['with dropout', withDropout],
])('%s', (_, makeDropout) => {
  const texts = packTexts(LENGTHS);
  const network = createExact(texts.numTokens, texts.numTexts);
  const inputs = draw(texts.numTokens * SIZES.numDimensions, 2);

  function run(): number {
    network.inputs.set(inputs);
    return lossOf(network.forward(texts, makeDropout()));
  }

  /** Each number's central difference against its gradient; how many gradients are not 0. */
  function check(numbers: Numbers, gradients: Numbers): number {
    const step = 1e-5;
    let numMoved = 0;
    for (const [i, number] of numbers.entries()) {
      numbers[i] = number + step;
      const above = run();
      numbers[i] = number - step;
      const below = run();
      numbers[i] = number;
      const expected = (above - below) / (2 * step);
      const found = gradients[i]!;
      if (!(Math.abs(found - expected) <= Math.max(1e-8, 1e-6 * Math.abs(expected)))) {
        expect.fail(`gradient ${i} is ${found}, expected ${expected}`);
      }
      if (found !== 0) numMoved++;
    }
    return numMoved;
  }

  run();
  network.gradients.fill(0);
  network.backward(texts, TARGETS, SCALE, TEXT_WEIGHTS);
  const weightGradients = network.gradients.slice();
  const inputGradients = network.inputGradients.slice();

  test('every gradient of the weights matches its central difference', () => {
    const { outputWeights, outputBias } = layOut(SIZES);
    const numUnused = ((outputBias - outputWeights) / OUTPUT_COLUMNS + 1) * (OUTPUT_COLUMNS - NUM_CLASSES);
    const numMoved = check(network.weights, weightGradients);
    if (makeDropout === noDropout) expect(numMoved).toBe(weightGradients.length - numUnused);
  });

  test('every gradient of the inputs matches its central difference', () => {
    const numMoved = check(inputs, inputGradients);
    if (makeDropout === noDropout) expect(numMoved).toBe(inputs.length);
    else expect(numMoved).toBeLessThan(inputs.length);
  });
});

test('gradients of weights are added to those of the call before, those of inputs are not', () => {
  const texts = packTexts(LENGTHS);
  const network = createExact(texts.numTokens, texts.numTexts);
  const inputs = draw(texts.numTokens * SIZES.numDimensions, 2);
  const step = (): [Numbers, Numbers] => {
    network.inputs.set(inputs);
    network.forward(texts);
    network.backward(texts, TARGETS, SCALE);
    return [network.gradients.slice(), network.inputGradients.slice()];
  };
  const [weightsOnce, inputsOnce] = step();
  const [weightsTwice, inputsTwice] = step();
  for (const [i, gradient] of weightsOnce.entries()) expect(weightsTwice[i]).toBeCloseTo(2 * gradient, 12);
  expect(inputsTwice).toEqual(inputsOnce);
});

describe('the probabilities of a text', () => {
  /** Inputs of a text, shape [length × numDimensions]. */
  const inputsOf = (text: number, length: number): Float64Array =>
    draw(length * SIZES.numDimensions, 100 + text);

  function forward(network: Network, chosen: readonly number[]): number[][] {
    const texts: PackedTexts = packTexts(chosen.map((text) => LENGTHS[text]!));
    for (const [row, text] of chosen.entries()) {
      const inputs = inputsOf(text, LENGTHS[text]!);
      for (let step = 0; step < LENGTHS[text]!; step++) {
        const from = step * SIZES.numDimensions;
        const at = (texts.starts[step]! + row) * SIZES.numDimensions;
        network.inputs.set(inputs.subarray(from, from + SIZES.numDimensions), at);
      }
    }
    return rowsOf(network.forward(texts), texts.numTexts);
  }

  test('sum to 1', () => {
    for (const row of forward(createExact(14, 5), [0, 1, 2, 3, 4])) {
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      for (const p of row) expect(p).toBeGreaterThan(0);
    }
  });

  test('do not depend on the texts that it is packed with, nor on those read before', () => {
    const network = createExact(14, 5);
    const together = forward(network, [0, 1, 2, 3, 4]);
    for (const text of LENGTHS.keys()) expect(forward(network, [text])).toEqual([together[text]]);
    expect(forward(network, [0, 2, 4])).toEqual([together[0], together[2], together[4]]);
    expect(new Set(together.map((row) => row[0])).size).toBe(LENGTHS.length);
  });

  test('depend on the order of its tokens', () => {
    const network = createExact(2, 1);
    const [first, second] = [draw(8, 1), draw(8, 2)];
    network.inputs.set([...first, ...second]);
    const [one] = rowsOf(network.forward(packTexts([2])), 1);
    network.inputs.set([...second, ...first]);
    const [other] = rowsOf(network.forward(packTexts([2])), 1);
    expect(Math.abs(one![0]! - other![0]!)).toBeGreaterThan(1e-4);
  });
});

test('WebAssembly in 32 bits finds the probabilities and gradients of the plain kernel in 64', () => {
  const sizes = { numDimensions: 20, numHidden: 12, numClasses: 5 };
  const texts = packTexts([9, 8, 8, 4, 1, 1]);
  const targets = Float64Array.of(...TARGETS, ...[1, 0, 0, 0, 0]);
  const exact = createExact(texts.numTokens, texts.numTexts, sizes);
  const quick = createNetwork(createKernel, sizes, texts.numTokens, texts.numTexts);
  for (const network of [exact, quick]) {
    network.weights.set(drawWeights(sizes));
    network.inputs.set(draw(texts.numTokens * sizes.numDimensions, 2));
  }
  const probabilities = [exact, quick].map((network) => network.forward(texts).slice());
  for (const network of [exact, quick]) network.backward(texts, targets, SCALE);
  const expectAlike = (found: Numbers, expected: Numbers): void => {
    expect(found.length).toBe(expected.length);
    for (const [i, number] of expected.entries()) {
      expect(Math.abs(found[i]! - number)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(number)));
    }
  };
  expect(quick.weights).toBeInstanceOf(Float32Array);
  expectAlike(probabilities[1]!, probabilities[0]!);
  expectAlike(quick.gradients, exact.gradients);
  expectAlike(quick.inputGradients, exact.inputGradients);
});

test('dropout leaves out about the share asked for, and makes up for it', () => {
  const texts = packTexts([60]);
  const network = createExact(60, 1);
  network.inputs.fill(1);
  network.forward(texts, { input: 0.25, pooled: 0, random: createRandom(5) });
  const kept = network.inputs.filter((input) => input !== 0);
  expect(kept.length / network.inputs.length).toBeGreaterThan(0.68);
  expect(kept.length / network.inputs.length).toBeLessThan(0.82);
  for (const input of kept) expect(input).toBeCloseTo(1 / 0.75, 6);
});
