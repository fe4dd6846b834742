import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadClassifier, ModelFormatError, SENTIMENTS } from '../../classifier/src/index.ts';
import { encodeModel } from '../../classifier/src/model-file.ts';
import { sha256 } from '../../classifier/src/sha256.ts';
import { AWKWARD_TEXTS, HOSTILE_TEXTS } from '../../scripts/bench/hostile-texts.ts';
import { anyCharacter } from '../helpers/any-text.ts';
import { HEADER, tinyModelBytes, trainTiny } from '../helpers/tiny-model.ts';

const bytes = await tinyModelBytes();
const classifier = loadClassifier(bytes);

test('texts like those trained on get their label', () => {
  for (const [label, word] of ['awful', 'weak', 'ordinary', 'nice', 'superb'].entries()) {
    const result = classifier.classify(`the actor is ${word}`);
    expect(result.label).toBe(label);
    expect(result.sentiment).toBe(SENTIMENTS[label]);
  }
});

test('the model is named by its kind and the first 8 hex digits of its SHA-256', () => {
  const name = `linear-${Buffer.from(sha256(bytes)).toString('hex').slice(0, 8)}`;
  expect(classifier.name).toBe(name);
  expect(classifier.classify('superb').model).toBe(name);
});

describe('every answer keeps the contract', () => {
  const check = (text: string): void => {
    const { sentiment, label, confidence, probabilities, valence, coverage } = classifier.classify(text);
    const numbers = SENTIMENTS.map((name) => probabilities[name]);
    expect(Object.keys(probabilities)).toEqual(SENTIMENTS);
    expect(numbers.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    expect(confidence).toBe(Math.max(...numbers));
    expect(numbers[label]).toBe(confidence);
    expect(sentiment).toBe(SENTIMENTS[label]);
    expect(valence).toBeCloseTo(
      numbers.reduce((sum, p, k) => sum + p * k, 0),
      4,
    );
    for (const number of [...numbers, coverage]) {
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThanOrEqual(1);
      expect(number).toBe(Number(number.toFixed(6)));
    }
  };

  test('for any text', () => {
    for (const text of AWKWARD_TEXTS) check(text);
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), check));
  });

  test('within 2 s for 10,000 characters of a hostile pattern', () => {
    for (const { pattern, text } of HOSTILE_TEXTS) {
      const start = performance.now();
      check(text);
      expect(performance.now() - start, JSON.stringify(pattern)).toBeLessThan(2000);
    }
  });
});

test('coverage is the share of the words that the model knows', () => {
  expect(classifier.classify('the film is superb').coverage).toBe(1);
  expect(classifier.classify('the zorblax, superb!').coverage).toBeCloseTo(2 / 3, 6);
  expect(classifier.classify('zorblax').coverage).toBe(0);
  expect(classifier.classify('').coverage).toBe(0);
  expect(classifier.classify('?!').coverage).toBe(0);
});

test('a text that is no string is refused', () => {
  expect(() => classifier.classify(1 as unknown as string)).toThrow(
    'text is of type number, expected a string',
  );
});

test('arrays that do not belong together are refused', async () => {
  const { arrays } = await trainTiny();
  const tooShort = { ...arrays, weights: arrays.weights.slice(5) };
  const noRanges = { ...arrays, rangeStarts: arrays.rangeStarts.slice(1) };
  const { calibration, ...incomplete } = arrays;
  for (const wrong of [tooShort, noRanges, incomplete]) {
    expect(() => loadClassifier(encodeModel(HEADER, wrong))).toThrow(ModelFormatError);
  }
});

test('a linear model that does not say how its features are made is refused', async () => {
  const { negationScope, ...settings } = HEADER.settings as Record<string, number>;
  const incomplete = encodeModel({ ...HEADER, settings }, { ...(await trainTiny()).arrays });
  expect(() => loadClassifier(incomplete)).toThrow('has setting negationScope undefined, expected a number');
});
