import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  calibrate,
  countCalibrationInputs,
  writeCalibrationInputs,
} from '../../../classifier/src/linear/calibration.ts';

/** The row of the weights that belongs to the constant input. */
const NUM_CLASSES = 5;
const NUM_CALIBRATION_INPUTS = countCalibrationInputs(NUM_CLASSES);
const BIAS_ROW = NUM_CLASSES;

/** Weights that leave logits as they are. */
function identityWeights(): Float64Array {
  const weights = new Float64Array(NUM_CALIBRATION_INPUTS * NUM_CLASSES);
  for (let k = 0; k < NUM_CLASSES; k++) weights[k * NUM_CLASSES + k] = 1;
  return weights;
}

function probabilitiesOf(logits: number[], numTokens = 10, weights = identityWeights()): number[] {
  const inputs = new Float64Array(NUM_CALIBRATION_INPUTS);
  writeCalibrationInputs(logits, numTokens, inputs);
  const out = Float64Array.of(9, 0, -5, 2, 1); // to be overwritten
  calibrate(inputs, weights, out);
  return [...out];
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toEqual(expected.map((number) => expect.closeTo(number, 9)));
}

const finite = fc.double({ min: -50, max: 50, noNaN: true });
const logits = fc.array(finite, { minLength: NUM_CLASSES, maxLength: NUM_CLASSES });
const weights = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true }), {
    minLength: NUM_CALIBRATION_INPUTS * NUM_CLASSES,
    maxLength: NUM_CALIBRATION_INPUTS * NUM_CLASSES,
  })
  .map((numbers) => Float64Array.from(numbers));

describe('the inputs of the calibration', () => {
  test('are the logits, 1, the log length and its square, and the logits times it', () => {
    // Of e^2.5 tokens the log length is 2.5, less the usual 1.5 that is 1; there are whole tokens only, so log 12 it is.
    const length = Math.log(12) - 1.5;
    const inputs = new Float64Array(NUM_CALIBRATION_INPUTS);
    writeCalibrationInputs([1, 2, 3, 4, 5], 12, inputs);
    expectClose(
      [...inputs],
      [1, 2, 3, 4, 5, 1, length, length ** 2, length, 2 * length, 3 * length, 4 * length, 5 * length],
    );
  });

  test('are the same for no token as for one', () => {
    const [none, one] = [0, 1].map((numTokens) => {
      const inputs = new Float64Array(NUM_CALIBRATION_INPUTS);
      writeCalibrationInputs([1, 2, 3, 4, 5], numTokens, inputs);
      return inputs;
    });
    expect(none).toEqual(one);
    expect(none![6]).toBe(-1.5);
  });

  test('of many texts lie side by side', () => {
    const both = new Float64Array(2 * NUM_CALIBRATION_INPUTS);
    writeCalibrationInputs([1, 2, 3, 4, 5], 3, both, 0);
    writeCalibrationInputs([5, 4, 3, 2, 1], 30, both, NUM_CALIBRATION_INPUTS);
    const second = new Float64Array(NUM_CALIBRATION_INPUTS);
    writeCalibrationInputs([5, 4, 3, 2, 1], 30, second);
    expect(both.slice(NUM_CALIBRATION_INPUTS)).toEqual(second);
    const out = new Float64Array(NUM_CLASSES);
    calibrate(both, identityWeights(), out, NUM_CALIBRATION_INPUTS);
    expect([...out]).toEqual(probabilitiesOf([5, 4, 3, 2, 1], 30));
  });
});

describe('calibrated probabilities', () => {
  test('are a plain softmax where the weights leave logits as they are', () => {
    // exp gives 1, 2, 3, 4 and 10, which sum to 20.
    expectClose(probabilitiesOf([1, 2, 3, 4, 10].map(Math.log)), [0.05, 0.1, 0.15, 0.2, 0.5]);
  });

  test('are inputs times weights, row by row', () => {
    const weights = identityWeights();
    weights[BIAS_ROW * NUM_CLASSES + 4] = Math.log(6);
    weights[0 * NUM_CLASSES + 1] = 1; // logit 0 speaks for class 1 too
    expectClose(
      probabilitiesOf([Math.log(2), 0, 0, 0, 0], 10, weights),
      [2, 2, 1, 1, 6].map((n) => n / 12),
    );
  });

  test('do not change when every logit grows by 3', () => {
    fc.assert(
      fc.property(logits, (numbers) => {
        expectClose(probabilitiesOf(numbers.map((number) => number + 3)), probabilitiesOf(numbers));
      }),
    );
  });

  test('do not change when the bias of every class grows by 3, whatever the weights', () => {
    fc.assert(
      fc.property(logits, weights, fc.nat(200), (numbers, original, numTokens) => {
        const raised = original.map((weight, j) =>
          Math.floor(j / NUM_CLASSES) === BIAS_ROW ? weight + 3 : weight,
        );
        expectClose(
          probabilitiesOf(numbers, numTokens, raised),
          probabilitiesOf(numbers, numTokens, original),
        );
      }),
    );
  });

  test('are each in 0..1 and sum to 1, for huge logits too', () => {
    const huge = fc.array(fc.double({ min: -1e300, max: 1e300, noNaN: true }), {
      minLength: NUM_CLASSES,
      maxLength: NUM_CLASSES,
    });
    const check = (probabilities: number[]): void => {
      for (const probability of probabilities) {
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    };
    fc.assert(fc.property(huge, (numbers) => check(probabilitiesOf(numbers))));
    fc.assert(
      fc.property(logits, weights, fc.nat(10_000), (numbers, any, numTokens) =>
        check(probabilitiesOf(numbers, numTokens, any)),
      ),
    );
  });
});
