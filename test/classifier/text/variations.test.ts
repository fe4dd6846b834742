import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HashedWord } from '../../../classifier/src/linear/ngrams.ts';
import type { TokenForm } from '../../../classifier/src/model.ts';
import { combineSentences, type TextReader } from '../../../classifier/src/text/combine-sentences.ts';
import type { PredictedSentence } from '../../../classifier/src/text/read-text.ts';

type Word = TokenForm & HashedWord;
type Sentence = Pick<PredictedSentence<Word>, 'words' | 'prediction'>;

const SETTINGS = { strength: 2, uncertainty: -1, first: 0.7, last: -1.3, exponent: 0.4, bias: [0.5, -1, 1] };
/** A way to combine sentences whose polarity is a number that their words are named for. */
const readerOf = (settings: TextReader['settings']): TextReader => ({
  settings,
  findPolarity: (words) => ({
    sum: words.reduce((sum, word) => sum + Math.sin(Number((word as Word).normal)), 0),
    count: words.length,
  }),
});
const toWords = (names: readonly number[]): Word[] =>
  names.map((name) => ({
    normal: String(name),
    isWord: true,
    block: name,
    isNegation: false,
    endsClause: false,
  }));
const toProbabilities = (values: readonly number[]): Float64Array =>
  Float64Array.from(values, (value) => value / values.reduce((sum, other) => sum + other, 0));
const toSentence = (names: readonly number[], probabilities: Float64Array): Sentence => ({
  words: toWords(names),
  prediction: { probabilities, numWords: names.length, numKnownWords: names.length },
});

const combine = (sentences: readonly Sentence[], reader: TextReader | undefined): Float64Array =>
  combineSentences(sentences, reader).prediction.probabilities;

/** Holds the text without each of its sentences, and with another in place of each, against combining it anew. */
function expectAsAnew(sentences: readonly Sentence[], reader: TextReader | undefined, other: Sentence): void {
  const variations = combineSentences(sentences, reader).vary();
  for (const [i, { words }] of sentences.entries()) {
    if (sentences.length > 1) {
      expectSame(variations.withoutSentence(i), combine(sentences.toSpliced(i, 1), reader));
    }
    if (words.length === 0) continue;
    // The share of the sentence in a mean stays what it was.
    const { prediction } = sentences[i]!;
    const replaced = {
      ...other,
      prediction: { ...prediction, probabilities: other.prediction.probabilities },
    };
    const isReplaced = (sentence: Sentence, j: number): boolean =>
      reader ? nameOf(sentence) === nameOf(sentences[i]!) : i === j;
    const anew = sentences.map((sentence, j) => (isReplaced(sentence, j) ? replaced : sentence));
    expectSame(
      variations.withSentence(i, other.prediction.probabilities, other.words),
      combine(anew, reader),
    );
  }
}

const nameOf = ({ words }: Sentence): string => words.map(({ normal }) => normal).join(' ');

function expectSame(got: Float64Array, expected: Float64Array): void {
  expect(got.length).toBe(expected.length);
  for (const [k, p] of got.entries()) expect(Math.abs(p - expected[k]!)).toBeLessThan(1e-12);
}

const probabilities = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
  .map(([a, b, c]) => toProbabilities([a!, b!, c! + 0.01]));
const names = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
const distinct = fc.uniqueArray(fc.record({ names, probabilities }), {
  minLength: 1,
  maxLength: 7,
  selector: ({ names }) => names.join(' '),
});
/** Texts of some sentences, several of which may say the same, and some nothing. */
const texts = fc
  .tuple(distinct, probabilities, fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 12 }))
  .map(([sentences, nothing, order]) =>
    order.map((i) => {
      const { names, probabilities } = sentences[i % (sentences.length + 1)] ?? {
        names: [],
        probabilities: nothing,
      };
      return toSentence(names, probabilities);
    }),
  );
const weight = fc.double({ min: -5, max: 5, noNaN: true });
const settings = fc.record({
  strength: weight,
  uncertainty: weight,
  first: weight,
  last: weight,
  exponent: fc.double({ min: -1, max: 1, noNaN: true }),
  bias: fc.array(weight, { minLength: 3, maxLength: 3 }),
});

describe('a text without one of its sentences, or with another in its place,', () => {
  const other = toSentence([77], toProbabilities([0.2, 0.3, 0.5]));

  test('is combined like a text of the other sentences', () => {
    fc.assert(
      fc.property(texts, settings, (sentences, settings) =>
        expectAsAnew(sentences, readerOf(settings), other),
      ),
      { numRuns: 500 },
    );
  });

  test('is the mean of the others where the model has learned from no whole texts', () => {
    fc.assert(fc.property(texts, (sentences) => expectAsAnew(sentences, undefined, other)));
  });

  test.each([
    ['whose first sentence comes again at the end', [1, 2, 3, 4, 5, 1]],
    ['whose first sentence comes again before the second', [1, 1, 2, 3, 4, 5]],
    ['whose first sentence comes again in the middle', [1, 2, 3, 1, 4, 5]],
    ['whose sentences all come again, the middle ones as the last', [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]],
    ['whose last sentence comes again', [1, 2, 3, 4, 5, 5]],
    ['of two sentences that come again in turn', [1, 2, 1, 2]],
    ['of one sentence again and again', [1, 1, 1]],
    ['of one sentence among such as say nothing', [0, 1, 0]],
    ['of sentences that say nothing', [0, 0]],
    ['of two sentences', [1, 2]],
    ['of one sentence', [1]],
  ])('%s', (_, order) => {
    const sentences = order.map((i) =>
      toSentence(i === 0 ? [] : [i, 10 + i], toProbabilities([1, (i * 7) % 5, i])),
    );
    expectAsAnew(sentences, readerOf(SETTINGS), other);
    expectAsAnew(sentences, undefined, other);
  });

  test('loses no digits where that sentence outweighs all others by far', () => {
    const sure = toProbabilities([0, 0, 1]);
    const unsure = [3, 4, 5, 6, 7, 8].map((i) => toSentence([i], toProbabilities([i, 10, 10 - i])));
    for (const place of [0, 2, 3, 6]) {
      const sentences = unsure.toSpliced(place, 0, toSentence([1], sure));
      expectAsAnew(sentences, readerOf({ ...SETTINGS, strength: 100 }), other);
      expectAsAnew(sentences, readerOf({ ...SETTINGS, first: 100, last: -100 }), other);
    }
  });
});

test('a text of 20,000 sentences is varied in as much time for each sentence as one of 2,000', () => {
  const perSentence = (numSentences: number): number => {
    const sentences = Array.from({ length: numSentences }, (_, i) =>
      toSentence([i], toProbabilities([1, i % 7, i % 5])),
    );
    const start = performance.now();
    const variations = combineSentences(sentences, readerOf(SETTINGS)).vary();
    for (let i = 0; i < numSentences; i++) variations.withoutSentence(i);
    return (performance.now() - start) / numSentences;
  };
  const fastest = (numSentences: number): number =>
    Math.min(...[1, 2, 3].map(() => perSentence(numSentences)));
  expect(fastest(20_000)).toBeLessThan(4 * fastest(2000));
});
