import { describe, expect, test } from 'vitest';
import {
  type Classifier,
  EXPLANATION_LIMITS,
  loadClassifier,
  SENTIMENTS,
  tokenize,
} from '../../classifier/src/index.ts';
import { encodeModel } from '../../classifier/src/model-file.ts';
import { round } from '../../classifier/src/text/read-text.ts';
import { trainLinear } from '../../classifier/training/linear/train-linear.ts';
import { HEADER } from '../helpers/tiny-model.ts';
import { TINY_TEXTS, tinyRecurrentBytes } from '../helpers/tiny-recurrent.ts';

/** A small model of each kind, trained on the same texts. */
const CLASSIFIERS: [string, Classifier][] = [
  ['linear', loadClassifier(encodeModel(HEADER, { ...(await trainLinear(TINY_TEXTS, 5, 1)).arrays }))],
  ['recurrent', loadClassifier(await tinyRecurrentBytes())],
];
/** Weights and valences are rounded to 6 decimals, each. */
const ROUNDING = 2e-6;

const SEVERAL =
  'The film is superb! The zorblax plot isn’t awful at all, and (to me) the cast is nice. ?! Weak.';

const numWords = (text: string): number => Math.max(1, tokenize(text).filter(({ isWord }) => isWord).length);

describe.each(CLASSIFIERS)('explain, with a %s model', (_, classifier) => {
  const valence = (text: string): number => classifier.classify(text).valence!;

  test.each(['superb', 'the film is not superb', 'The plot isn’t awful, but the “zorblax” cast is nice.'])(
    'gives each token of one sentence the fall of the valence without it: %s',
    (text) => {
      const { explanation, sentenceWeights: _, ...classification } = classifier.explain(text);
      expect(classification).toEqual(classifier.classify(text));
      expect(explanation.map(({ text, start, end }) => ({ text, start, end }))).toEqual(
        tokenize(text).map(({ text, start, end }) => ({ text, start, end })),
      );
      for (const { text: token, start, end, weight } of explanation) {
        expect(text.slice(start, end)).toBe(token);
        const fall = valence(text) - valence(text.slice(0, start) + text.slice(end));
        expect(Math.abs(weight - fall), token).toBeLessThan(ROUNDING);
        expect(weight).toBe(Number(weight.toFixed(6)));
      }
    },
  );

  test('gives each sentence the fall of the valence without it', () => {
    for (const sentences of [
      ['The film is superb!'],
      ['The film is superb!', 'The plot is awful.', 'The cast is nice.'],
    ]) {
      const text = sentences.join(' ');
      const { sentenceWeights } = classifier.explain(text);
      expect(sentenceWeights.map(({ start, end }) => text.slice(start, end))).toEqual(sentences);
      for (const [i, { weight }] of sentenceWeights.entries()) {
        const fall = valence(text) - valence(sentences.toSpliced(i, 1).join(' '));
        expect(Math.abs(weight - fall)).toBeLessThan(ROUNDING);
      }
    }
    expect(classifier.explain(' ').sentenceWeights).toEqual([]);
  });

  test('gives words the sign of what they do, and a negation too', () => {
    const weights = (text: string): Record<string, number> =>
      Object.fromEntries(classifier.explain(text).explanation.map(({ text, weight }) => [text, weight]));
    expect(weights('the film is superb').superb).toBeGreaterThan(1);
    expect(weights('the film is awful').awful).toBeLessThan(-1);
    expect(weights('the film is not superb').not).toBeLessThan(-1);
    expect(weights("the film isn't awful")["n't"]).toBeGreaterThan(1);
    const [not, ...others] = classifier.explain('not').explanation;
    expect(others).toEqual([]);
    expect(not!.weight).not.toBe(0);
    expect(Math.abs(not!.weight - (valence('not') - valence('')))).toBeLessThan(ROUNDING);
  });

  test('gives the tokens of several sentences what they get in their own, by its share of the words', () => {
    const sentences = classifier.classifySentences(SEVERAL);
    const total = sentences.reduce((sum, { start, end }) => sum + numWords(SEVERAL.slice(start, end)), 0);
    const expected = sentences.flatMap(({ start, end }) => {
      const sentence = SEVERAL.slice(start, end);
      const share = numWords(sentence) / total;
      return classifier.explain(sentence).explanation.map((token) => ({
        ...token,
        start: token.start + start,
        end: token.end + start,
        weight: share * token.weight,
      }));
    });
    const { explanation } = classifier.explain(SEVERAL);
    expect(explanation.map(({ text, start, end }) => ({ text, start, end }))).toEqual(
      tokenize(SEVERAL).map(({ text, start, end }) => ({ text, start, end })),
    );
    expect(explanation).toHaveLength(expected.length);
    for (const [i, { weight, ...token }] of explanation.entries()) {
      expect(token).toEqual({ text: expected[i]!.text, start: expected[i]!.start, end: expected[i]!.end });
      expect(Math.abs(weight - expected[i]!.weight)).toBeLessThan(ROUNDING);
    }
  });

  test('leaves tokens out above its limits, in all and in a sentence, and says so; sentences stay', () => {
    const { tokens, sentenceTokens } = EXPLANATION_LIMITS;
    const sentence = `The ${'nice '.repeat(8)}. `; // ten tokens
    const full = sentence.repeat(tokens / 10);
    const long = 'nice '.repeat(sentenceTokens);
    for (const [text, numTokens] of [
      [full, tokens],
      [long, sentenceTokens],
    ] as const) {
      const explained = classifier.explain(text);
      expect(explained.explanation).toHaveLength(numTokens);
      expect(explained).not.toHaveProperty('explanationOmitted');
    }
    expect(classifier.explain(`${full}Nice`)).toMatchObject({
      explanation: [],
      explanationOmitted:
        'The text has 1001 tokens, 10 of them in its longest sentence; at most 1000 are explained, and 200 in a sentence.',
      sentenceWeights: Array(101).fill({}),
    });
    const { explanation, explanationOmitted, sentenceWeights } = classifier.explain(`${long}nice`);
    expect(explanation).toEqual([]);
    expect(explanationOmitted).toContain('has 201 tokens, 201 of them in its longest sentence;');
    const weight = round(valence(`${long}nice`) - valence(''));
    expect(sentenceWeights).toEqual([{ start: 0, end: 1004, weight: expect.closeTo(weight, 5) }]);
  });

  test('gives each sentence of a long text the fall of the valence without it', () => {
    const sentences = Array.from(
      { length: 300 },
      (_, i) => `The film is ${i % 3 ? 'superb' : 'awful'} ${i}.`,
    );
    const text = sentences.join(' ');
    const { sentenceWeights, explanationOmitted } = classifier.explain(text);
    expect(explanationOmitted).toContain('The text has 1800 tokens');
    expect(sentenceWeights.map(({ start, end }) => text.slice(start, end))).toEqual(sentences);
    for (const i of [0, 1, 150, 298, 299]) {
      const fall = valence(text) - valence(sentences.toSpliced(i, 1).join(' '));
      expect(Math.abs(sentenceWeights[i]!.weight - fall)).toBeLessThan(ROUNDING);
    }
  });
});

test('a text of 140,000 sentences is explained', () => {
  const [, classifier] = CLASSIFIERS[0]!;
  const { sentenceWeights } = classifier.explain('Yes! '.repeat(140_000));
  expect(sentenceWeights).toHaveLength(140_000);
});

describe.each(CLASSIFIERS)('sentences, with a %s model', (_, classifier) => {
  test('are each classified as if alone, with their places', () => {
    const sentences = classifier.classifySentences(SEVERAL);
    expect(sentences.map(({ start, end }) => SEVERAL.slice(start, end))).toEqual([
      'The film is superb!',
      'The zorblax plot isn’t awful at all, and (to me) the cast is nice. ?!',
      'Weak.',
    ]);
    for (const { start, end, ...classification } of sentences) {
      expect(classification).toEqual(classifier.classify(SEVERAL.slice(start, end)));
    }
    expect(new Set(sentences.map(({ valence }) => valence)).size).toBe(3);
  });

  test('together are the mean of theirs, each counting by its number of words', () => {
    const sentences = classifier.classifySentences(SEVERAL);
    const sizes = sentences.map(({ start, end }) => numWords(SEVERAL.slice(start, end)));
    expect(sizes).toEqual([4, 15, 1]);
    const mean = (of: (sentence: (typeof sentences)[number]) => number): number =>
      sentences.reduce((sum, sentence, i) => sum + (of(sentence) * sizes[i]!) / 20, 0);
    const whole = classifier.classify(SEVERAL);
    for (const name of SENTIMENTS) {
      const expected = mean(({ probabilities }) => probabilities[name]!);
      expect(Math.abs(whole.probabilities[name]! - expected)).toBeLessThan(2 * ROUNDING);
    }
    expect(Math.abs(whole.valence! - mean(({ valence }) => valence!))).toBeLessThan(ROUNDING);
    expect(whole.coverage).toBeCloseTo(
      mean(({ coverage }) => coverage),
      5,
    );
  });

  test('that are alone give what the whole gives', () => {
    const text = ' The film is not awful. ';
    expect(classifier.classifySentences(text)).toEqual([{ ...classifier.classify(text), start: 1, end: 23 }]);
  });

  test('without a word count as one', () => {
    // wink takes the first mark for a sentence, which has no word.
    const text = '?! Superb.';
    const parts = classifier.classifySentences(text);
    const whole = classifier.classify(text);
    expect(whole.valence).toBeCloseTo(parts.reduce((sum, part) => sum + part.valence!, 0) / parts.length, 4);
  });

  test('are none in white space, of which there is nothing to explain', () => {
    for (const text of ['', ' \n']) {
      expect(classifier.classifySentences(text)).toEqual([]);
      expect(classifier.explain(text)).toEqual({
        ...classifier.classify(text),
        explanation: [],
        sentenceWeights: [],
      });
    }
  });

  test('of more than 200 tokens are read in parts', () => {
    const [first, second] = ['superb '.repeat(200), 'awful '.repeat(100)];
    const expected = (2 * classifier.classify(first).valence! + classifier.classify(second).valence!) / 3;
    expect(classifier.classify(first + second).valence).toBeCloseTo(expected, 4);
    expect(classifier.classifySentences(first + second)).toHaveLength(1);
  });

  test('of what is no string are refused', () => {
    for (const method of ['classifySentences', 'explain'] as const) {
      expect(() => classifier[method](1 as unknown as string)).toThrow(
        expect.objectContaining({ code: 'INVALID_TEXT' }),
      );
    }
  });
});
