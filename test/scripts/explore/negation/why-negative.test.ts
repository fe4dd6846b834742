import { describe, expect, test } from 'vitest';
import { askWhyNegative, type Reason } from '../../../../scripts/explore/negation/why-negative.ts';
import type { AnnotatedSentence } from '../../../../scripts/explore/texts/annotate.ts';
import { makeSentence, repeat } from '../../../helpers/make-sentence.ts';

const FUNNY = [{ word: 'funny', plain: 3.5, isSure: true }];

/** What is found of "funny". */
function ask(...sentences: AnnotatedSentence[]) {
  const [study] = askWhyNegative(sentences, FUNNY);
  return study!;
}

/** The reasons found. */
const reasonsOf = ({ reasons }: ReturnType<typeof ask>): Reason[] =>
  Object.entries(reasons).flatMap(([reason, { share }]) => (share > 0 ? [reason as Reason] : []));

describe('the reason why a positive word stands in a negative text', () => {
  test.each<[Reason, string]>([
    ['negated', 'it is not funny'],
    ['negated', 'it could never be funny , but loud'], // the first that fits
    ['unfulfilled', 'it could be funny'],
    ['negated', 'it is never so laugh-out-loud funny'],
    ['unfulfilled', 'it tries so very hard to be funny'], // six tokens before
    ['unexplained', 'it tries so very hard now to be funny'], // seven
    ['unfulfilled', 'supposedly funny'],
    ['unfulfilled', 'less than funny , but loud'],
    ['contrast', 'funny , but loud'],
    ['contrast', 'although funny it is loud'],
    ['contrast', 'not long , funny , yet loud'], // the negation does not reach it
    ['contrast', 'dull . but funny . dull'],
    ['unexplained', 'but dull . funny ! yet dull'], // other sentences tell of something else
    ['unexplained', 'it could be worse . funny'],
    ['unexplained', 'funny and dull'],
    ['unexplained', 'funny because it could be worse'], // what comes after tells of something else
  ])('is "%s" of "%s"', (reason, text) => {
    const study = ask(makeSentence(text, [['*', 1]]));
    expect(reasonsOf(study)).toEqual([reason]);
    expect(study.reasons[reason].examples).toEqual([text]);
  });

  test('is looked for in the longest negative text with the word', () => {
    const study = ask(
      makeSentence('not a funny film , but long , and not short', [
        ['*', 2],
        ['a funny film , but long', 0],
        ['a funny film', 1],
      ]),
    );
    expect(reasonsOf(study)).toEqual(['contrast']);
    expect(study).toMatchObject({ numNegative: 1 });
  });

  test('is that of the place of the word which the text holds', () => {
    const twice = makeSentence('not funny . funny and dull', [
      ['*', 3],
      ['funny and dull', 1],
    ]);
    expect(reasonsOf(ask(twice))).toEqual(['unexplained']);
  });

  test('is told with its share of positive texts, where it explains nothing', () => {
    const study = ask(
      ...repeat(1, 'funny , but loud', 1),
      ...repeat(1, 'funny and dull', 1),
      ...repeat(1, 'funny , yet kind', 4),
      ...repeat(2, 'funny', 4),
    );
    expect(study.reasons.contrast).toMatchObject({ share: 1 / 2, shareOfPositive: 1 / 3 });
  });
});

test('the shares are of all negative and of all positive texts, phrases too', () => {
  // Of four negative texts three hold the word, of three positive ones one.
  const study = ask(
    makeSentence('a funny film , dull', [
      ['*', 1],
      ['a funny film', 0],
      ['dull', 0],
      ['funny', 3],
      ['a', 2],
    ]),
    ...repeat(1, 'funny and dull', 1),
    ...repeat(2, 'good', 4),
  );
  expect(study).toMatchObject({ shareOfNegative: 3 / 4, shareOfPositive: 1 / 3 });
});

test('texts that do not hold the word, and neutral ones, do not count', () => {
  const study = ask(
    makeSentence('a funny film , dull', [
      ['*', 2],
      ['dull', 0],
      ['a funny film', 3],
    ]),
    makeSentence('funny and dull', [['*', 1]]),
  );
  expect(study).toMatchObject({ numNegative: 1, shareOfNegative: 1 / 2, shareOfPositive: 1 });
});

test('the examples are the three shortest, each once', () => {
  const { reasons } = ask(
    ...['funny and dull', 'funny', 'funny', 'so funny', 'a funny one'].flatMap((text) => repeat(1, text, 0)),
  );
  expect(reasons.unexplained).toEqual({
    share: 1,
    shareOfPositive: 0,
    examples: ['funny', 'so funny', 'a funny one'],
  });
});

test('words that are not positive by themselves, and those in no negative text, are not asked for', () => {
  const sentences = [...repeat(2, 'fair dull funny', 0), ...repeat(1, 'warm', 4)];
  const words = [
    { word: 'fair', plain: 2, isSure: true },
    { word: 'dull', plain: 0.5, isSure: true },
    { word: 'warm', plain: 4, isSure: true },
    { word: 'absent', plain: 4, isSure: true },
  ];
  expect(askWhyNegative(sentences, [...words, ...FUNNY]).map(({ word }) => word)).toEqual(['funny']);
  expect(askWhyNegative(sentences, words)).toEqual([]);
  expect(askWhyNegative([], FUNNY)).toEqual([]);
});

test('at most five words are told of, the most frequent in negative texts first', () => {
  const words = 'f e d c b a'.split(' ').map((word) => ({ word, plain: 4, isSure: true }));
  const sentences = [...repeat(1, 'a b c d e f', 0), ...repeat(2, 'c', 1)];
  expect(askWhyNegative(sentences, words).map(({ word, numNegative }) => [word, numNegative])).toEqual([
    ['c', 3],
    ['a', 1],
    ['b', 1],
    ['d', 1],
    ['e', 1],
  ]);
});

test('words that may be positive by chance are not asked for, but for the question of the first version', () => {
  expect(askWhyNegative(repeat(1, 'warm', 0), [{ word: 'warm', plain: 4, isSure: false }])).toEqual([]);
  const words = 'a b c d e funny'.split(' ').map((word) => ({ word, plain: 4, isSure: word !== 'funny' }));
  const sentences = [...repeat(2, 'a b c d e', 0), ...repeat(1, 'funny', 1)];
  expect(askWhyNegative(sentences, words).map(({ word }) => word)).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
    'funny',
  ]);
  expect(askWhyNegative(sentences, words.slice(0, 5))).toHaveLength(5);
});
