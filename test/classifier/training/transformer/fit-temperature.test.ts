import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { fitTemperature } from '../../../../classifier/training/transformer/fit-temperature.ts';

/** Texts whose labels are drawn from the softmax of logits, which are then multiplied. */
function drawTexts(numTexts: number, times: number) {
  const random = createRandom(1);
  const logits: number[][] = [];
  const labels: number[] = [];
  for (let i = 0; i < numTexts; i++) {
    const own = [4 * random() - 2, 4 * random() - 2, 4 * random() - 2];
    const powers = own.map(Math.exp);
    const drawn = random() * powers.reduce((sum, power) => sum + power, 0);
    logits.push(own.map((logit) => logit * times));
    labels.push(drawn < powers[0]! ? 0 : drawn < powers[0]! + powers[1]! ? 1 : 2);
  }
  return { logits, labels };
}

describe('the temperature', () => {
  test('is 1 where logits are right, and what they were multiplied by where they are not', () => {
    expect(fitTemperature([drawTexts(20_000, 1)])).toBeCloseTo(1, 1);
    expect(fitTemperature([drawTexts(20_000, 3)])).toBeCloseTo(3, 1);
    expect(fitTemperature([drawTexts(20_000, 0.25)])).toBeCloseTo(0.25, 1);
  });

  test('counts each file alike, however many texts it has', () => {
    const few = fitTemperature([drawTexts(500, 1), drawTexts(500, 4)]);
    const many = fitTemperature([drawTexts(500, 1), drawTexts(500, 4), drawTexts(500, 4)]);
    expect(few).toBeGreaterThan(1.2);
    expect(many).toBeGreaterThan(few);
    expect(fitTemperature([drawTexts(5000, 1), drawTexts(500, 4)])).toBeCloseTo(few, 0);
  });

  test('stays within its range where texts ask for more', () => {
    expect(fitTemperature([{ logits: [[5, 0]], labels: [0] }])).toBeLessThan(0.2);
    expect(fitTemperature([{ logits: [[5, 0]], labels: [1] }])).toBeCloseTo(20, 1);
  });
});
