import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Explanation, loadClassifier } from '../../../classifier/src/index.ts';
import { encodeModel, type ModelArrays } from '../../../classifier/src/model-file.ts';
import { numberDistinct } from '../../../classifier/src/text/combine-sentences.ts';
import { combineOpinions, type Opinion } from '../../../classifier/src/text/opinion-pool.ts';
import type { TextSettings } from '../../../classifier/src/text/text-settings.ts';
import { polarityArrays } from '../../helpers/polarity-arrays.ts';
import { HEADER, trainTiny } from '../../helpers/tiny-model.ts';

const NONE: TextSettings = {
  strength: 0,
  uncertainty: 0,
  first: 0,
  last: 0,
  exponent: 0,
  bias: [0, 0, 0, 0, 0],
  polarityNgrams: 2,
};
const POSITIVE = Float64Array.of(0.05, 0.05, 0.1, 0.3, 0.5);
const WEAK = Float64Array.of(0.1, 0.3, 0.4, 0.15, 0.05);
const NEUTRAL = Float64Array.of(0.02, 0.08, 0.8, 0.08, 0.02);

/** Sentences of so many n-grams, of this polarity together. */
const opinions = (sentences: readonly Float64Array[], sum = 0, count = 4): Opinion[] =>
  sentences.map((probabilities) => ({ probabilities, polarity: { sum: sum / sentences.length, count } }));
const combineProbabilities = (sentences: readonly Float64Array[], settings: TextSettings): Float64Array =>
  combineOpinions(opinions(sentences), settings);
const valence = (p: Float64Array): number => p.reduce((sum, value, k) => sum + value * k, 0);

describe('combineOpinions', () => {
  test('gives one sentence back as it is, whatever the settings', () => {
    const settings = { ...NONE, strength: 3, exponent: 1, bias: [5, 0, -5, 0, 5] };
    expect(combineProbabilities([WEAK], settings)).toEqual(WEAK);
  });

  test('without any setting is the normalized geometric mean', () => {
    const means = POSITIVE.map((p, k) => Math.sqrt(p * WEAK[k]!));
    const sum = means.reduce((total, mean) => total + mean, 0);
    for (const [k, p] of combineProbabilities([POSITIVE, WEAK], NONE).entries()) {
      expect(p).toBeCloseTo(means[k]! / sum, 12);
    }
  });

  test.each<[string, Partial<TextSettings>]>([
    ['strength has the stronger sentence count more', { strength: 2 }],
    ['a negative uncertainty has the surer sentence count more', { uncertainty: -2 }],
    ['first has the first sentence count more', { first: 1 }],
    ['bias prefers classes', { bias: [0, 0, 0, 0, 1] }],
  ])('%s', (_, change) => {
    const plain = valence(combineProbabilities([POSITIVE, NEUTRAL, WEAK], NONE));
    const combined = combineProbabilities([POSITIVE, NEUTRAL, WEAK], { ...NONE, ...change });
    if ('uncertainty' in change)
      expect(combined[2]).toBeGreaterThan(combineProbabilities([POSITIVE, NEUTRAL, WEAK], NONE)[2]!);
    else expect(valence(combined)).toBeGreaterThan(plain);
  });

  test('last has the last sentence count more, and the exponent makes many sentences surer', () => {
    const plain = combineProbabilities([WEAK, POSITIVE], NONE);
    expect(valence(combineProbabilities([WEAK, POSITIVE], { ...NONE, last: 1 }))).toBeGreaterThan(
      valence(plain),
    );
    const sure = combineProbabilities([POSITIVE, POSITIVE], { ...NONE, exponent: 1 });
    expect(sure[4]).toBeGreaterThan(POSITIVE[4]!);
  });

  test('moves a text along the scale by its polarity, the more the longer it is', () => {
    const by = (sum: number, sentences: Float64Array[]): number =>
      valence(combineOpinions(opinions(sentences, sum), NONE));
    const two = [NEUTRAL, NEUTRAL];
    expect(by(3, two)).toBeGreaterThan(by(0, two));
    expect(by(-3, two)).toBeCloseTo(4 - by(3, two), 9);
    const ten = Array<Float64Array>(10).fill(NEUTRAL);
    expect(by(10, ten)).toBeGreaterThan(by(3, two));
  });

  test('does not ask for the polarity of one sentence', () => {
    expect(combineOpinions(opinions([WEAK], 100), NONE)).toEqual(WEAK);
  });

  test('gives probabilities for all sentences and settings in range', () => {
    const weight = fc.double({ min: -100, max: 100, noNaN: true });
    const sentence = fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
      .map((p) => [...p.slice(0, 2), p[2]! + 0.01])
      .map((p) => Float64Array.from(p, (value) => value / p.reduce((sum, other) => sum + other, 0)));
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 1, maxLength: 8 }),
        fc.tuple(weight, weight, weight, weight, fc.double({ min: -2, max: 2, noNaN: true })),
        fc.array(weight, { minLength: 3, maxLength: 3 }),
        weight,
        (sentences, [strength, uncertainty, first, last, exponent], bias, polarity) => {
          const settings = { strength, uncertainty, first, last, exponent, bias, polarityNgrams: 2 };
          const p = combineOpinions(opinions(sentences, polarity), settings);
          expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
          expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

describe('a model that has learned from whole texts', async () => {
  const settings = { ...NONE, strength: 2, last: 0.5, exponent: 0.2, bias: [0.5, -1, -1, 0, 1] };
  const { arrays } = await trainTiny();
  const plain = loadClassifier(encodeModel(HEADER, { ...arrays }));
  const learn = (weights: Record<string, number>) =>
    loadClassifier(encodeModel({ ...HEADER, texts: settings }, { ...arrays, ...polarityArrays(weights) }));
  const learned = learn({});
  const withoutModel = ({ model: _, ...rest }: Record<string, unknown>) => rest;

  test('answers a text of one sentence as without', () => {
    for (const text of ['the film is superb', '', 'The cast is weak!']) {
      expect(withoutModel({ ...learned.classify(text) })).toEqual(withoutModel({ ...plain.classify(text) }));
    }
  });

  test('takes what is said twice for said once', () => {
    const once = withoutModel({ ...learned.classify('The cast is nice.') });
    expect(
      withoutModel({ ...learned.classify('The cast is nice. The cast is nice. the cast is nice.') }),
    ).toEqual(once);
  });

  test('combines several sentences by its settings', () => {
    const text = 'The film is superb. The story is weak. The plot is ordinary.';
    const sentences = learned
      .classifySentences(text)
      .map((s) => Float64Array.from(Object.values(s.probabilities)));
    const combined = combineProbabilities(sentences, settings);
    for (const [k, p] of Object.values(learned.classify(text).probabilities).entries()) {
      expect(p).toBeCloseTo(combined[k]!, 4);
    }
  });

  test('explains by how the valence of the whole text falls', () => {
    const text = 'The film is superb. The story is weak.';
    const { explanation, valence: whole } = learned.explain(text);
    const superb = explanation.find((token) => token.text === 'superb')!;
    const without = learned.classify('The film is . The story is weak.').valence!;
    expect(superb.weight).toBeCloseTo(whole! - without, 4);
    expect(superb.weight).toBeGreaterThan(0.2);
  });

  test('knows what n-grams say of a whole text', () => {
    const text = 'The film is superb. The story is weak.';
    const taught = learn({ weak: 100, 'story is': -20 });
    expect(taught.classify(text).valence).toBeGreaterThan(learned.classify(text).valence! + 0.1);
    expect(taught.classify('The story is weak.')).toMatchObject({
      valence: learned.classify('The story is weak.').valence,
    });
    const weightOf = ({ explanation }: Explanation): number =>
      explanation.find((token) => token.text === 'weak')!.weight;
    expect(weightOf(taught.explain(text))).toBeGreaterThan(weightOf(learned.explain(text)) + 0.1);
  });

  test.each([
    ['no n-grams', { 'polarity.scale': undefined }, 'an array scale of length 0, expected 1'],
    [
      'ranges of others',
      { 'polarity.rangeStarts': new Uint32Array(3) },
      '2 ranges of hashes, expected 65536',
    ],
  ])('is refused with %s', (_, change, message) => {
    const damaged = { ...arrays, ...polarityArrays({}), ...change };
    const defined = Object.fromEntries(Object.entries(damaged).filter(([, array]) => array !== undefined));
    expect(() => loadClassifier(encodeModel({ ...HEADER, texts: settings }, defined as ModelArrays))).toThrow(
      `polarity of n-grams has ${message}`,
    );
  });

  test('falls back to the mean where no sentence has a token', () => {
    expect(learned.classify('@someone\n@other').coverage).toBe(0);
  });
});

test('sentences are told apart by their words, also where their hashes are equal', () => {
  const toWord = (normal: string) => ({ normal, block: 1 });
  const sentences = ['a b', 'b a', 'a b', '', 'a', 'b a'].map((text) => ({
    words: text === '' ? [] : text.split(' ').map(toWord),
  }));
  expect(numberDistinct(sentences)).toEqual([0, 1, 0, undefined, 2, 1]);
});
