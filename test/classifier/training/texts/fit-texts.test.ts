import { describe, expect, test } from 'vitest';
import { combineProbabilities } from '../../../../classifier/src/text/combine-sentences.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import {
  fitTexts,
  type ReadText,
  textLoss,
  toExample,
} from '../../../../classifier/training/texts/fit-texts.ts';

const NUM_CLASSES = 5;

/** Sentences that lean to a side; the last one tells the label of its text. */
function makeTexts(count: number): ReadText[] {
  const random = createRandom(1);
  const lean = (side: number): Float64Array => {
    const p = Float64Array.from({ length: NUM_CLASSES }, (_, k) => 0.2 + random() + (k === side ? 2 : 0));
    const sum = p.reduce((total, value) => total + value, 0);
    return p.map((value) => value / sum);
  };
  return Array.from({ length: count }, (_, i) => {
    const label = [0, 1, 3, 4][i % 4]!;
    const others = Array.from({ length: 1 + (i % 3) }, () => lean(Math.floor(random() * NUM_CLASSES)));
    return { sentences: [...others, lean(label)], label };
  });
}

describe('textLoss', () => {
  test('has the gradient that finite differences give', () => {
    const examples = makeTexts(12).map((text) => toExample(text, 1 / 12));
    const loss = textLoss(examples, NUM_CLASSES, 0.01);
    const weights = Float64Array.from({ length: 10 }, (_, j) => Math.sin(j + 1));
    const gradient = new Float64Array(10);
    loss(weights, gradient);
    const scratch = new Float64Array(10);
    for (let j = 0; j < 10; j++) {
      const at = (step: number): number => loss(weights.with(j, weights[j]! + step), scratch);
      expect(gradient[j]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
  });
});

describe('fitTexts', () => {
  test('finds that the last sentence tells the label', () => {
    const texts = makeTexts(200);
    const settings = fitTexts(texts, NUM_CLASSES, 1);
    expect(settings.last).toBeGreaterThan(settings.first + 0.5);
    const isRight = ({ sentences, label }: ReadText): boolean => {
      const p = combineProbabilities(sentences, settings);
      return p.indexOf(Math.max(...p)) === label;
    };
    expect(texts.filter(isRight).length).toBeGreaterThan(140);
  });

  test('gives the same for the same texts and seed', () => {
    const texts = makeTexts(20);
    expect(fitTexts(texts, NUM_CLASSES, 3)).toEqual(fitTexts(texts, NUM_CLASSES, 3));
  });

  test('keeps texts of neutral sentences neutral, though no text of the data is', () => {
    const neutral = Float64Array.of(0.05, 0.1, 0.7, 0.1, 0.05);
    const texts = makeTexts(100).map((text) => ({ ...text, sentences: [neutral, ...text.sentences] }));
    const p = combineProbabilities([neutral, neutral], fitTexts(texts, NUM_CLASSES, 1));
    expect(p.indexOf(Math.max(...p))).toBe(2);
  });

  test('takes a scale without a middle', () => {
    const texts = [
      { sentences: [Float64Array.of(0.8, 0.2), Float64Array.of(0.4, 0.6)], label: 0 },
      { sentences: [Float64Array.of(0.1, 0.9), Float64Array.of(0.6, 0.4)], label: 1 },
    ];
    expect(fitTexts(texts, 2, 1).bias).toHaveLength(2);
  });

  test('refuses texts of one sentence alone', () => {
    const texts = [{ sentences: [Float64Array.of(0.5, 0.5)], label: 0 }];
    expect(() => fitTexts(texts, 2, 1)).toThrow(new RangeError('no text has several sentences'));
  });
});
