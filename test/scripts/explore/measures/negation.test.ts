import { describe, expect, test } from 'vitest';
import { findReaching, isLeaning, studyNegation } from '../../../../scripts/explore/measures/negation.ts';
import { makeSentence, repeat } from '../make-sentence.ts';

const reachOf = (text: string) => findReaching(text.split(' '));

describe('the reach of a negation', () => {
  test('is four tokens long', () => {
    expect(reachOf('so not a b c d e')).toEqual([-1, -1, 1, 1, 1, 1, -1]);
  });

  test.each(['.', ',', ';', ':', '!', '?', '(', ')', '--', '...', 'but'])('ends at a "%s"', (mark) => {
    expect(reachOf(`not a ${mark} b`)).toEqual([-1, 0, -1, -1]);
  });

  test('begins anew at each negation, of which the nearer one reaches', () => {
    expect(reachOf('not a never b c d e f')).toEqual([-1, 0, 0, 2, 2, 2, 2, -1]);
  });

  test('is nowhere without one', () => {
    expect(reachOf('a b')).toEqual([-1, -1]);
    expect(findReaching([])).toEqual([]);
  });
});

test('a word leans to a side where its mean is half a label or more from neutral', () => {
  expect([1.5, 1.51, 2, 2.49, 2.5].map(isLeaning)).toEqual([true, false, false, false, true]);
});

/*
 * "funny" alone has the labels 3, 3, 4, 4, 4, mean 3.6; "not funny" has 1, 1, 3, mean 5/3, each one token away.
 * So two of three positive words are turned, and the mean shift is (2.6 + 2.6 + 0.6) / 3.
 */
const FUNNY = [
  ...repeat(2, 'funny/ADJ', 3),
  ...repeat(3, 'funny/ADJ', 4),
  ...repeat(2, 'not funny/ADJ', 1),
  ...repeat(1, 'not funny/ADJ', 3),
];

test('an example worked by hand comes out', () => {
  const negation = studyNegation(FUNNY);
  expect(negation).toEqual({
    shareOfSentences: 3 / 8,
    shareByClass: [0, 1, 0, 1 / 3, 0],
    words: [{ word: 'funny', plain: 3.6, numPlain: 5, negated: expect.closeTo(5 / 3, 12), numNegated: 3 }],
    byDistance: [{ distance: 1, count: 3, shift: expect.closeTo(5.8 / 3, 12) }],
    turned: { positive: { count: 3, numTurned: 2 }, negative: { count: 0, numTurned: 0 } },
    examples: [{ text: 'not funny', label: 1, word: 'funny', plain: 3.6 }],
  });
});

test('a negative word is turned upwards', () => {
  const { turned, byDistance } = studyNegation([
    ...repeat(5, 'bad/ADJ', 0),
    ...repeat(2, 'not so bad/ADJ', 3),
    ...repeat(1, 'not bad/ADJ', 2), // neutral is on neither side
  ]);
  expect(turned).toEqual({ positive: { count: 0, numTurned: 0 }, negative: { count: 3, numTurned: 2 } });
  expect(byDistance).toEqual([
    { distance: 1, count: 1, shift: 2 },
    { distance: 2, count: 2, shift: 3 },
  ]);
});

test('of each place of a word the shortest text with the negation counts, and the shortest without', () => {
  const sentences = Array.from({ length: 5 }, () =>
    makeSentence('it is not really funny/ADJ at all', [
      ['*', 0],
      ['not really funny', 1],
      ['really funny', 4],
      ['funny', 3],
    ]),
  );
  expect(studyNegation(sentences).words).toEqual([
    { word: 'funny', plain: 3, numPlain: 5, negated: 1, numNegated: 5 },
  ]);
});

test('a word beyond the end of the clause is not negated', () => {
  const { words, turned } = studyNegation([
    ...repeat(5, 'funny/ADJ', 4),
    ...repeat(3, 'not long , funny/ADJ', 4),
  ]);
  expect(words).toEqual([]);
  expect(turned.positive.count).toBe(0);
});

test('words of grammar, names and negations themselves are not studied', () => {
  const tags = ['PRON', 'PROPN', 'ADV', 'X'];
  const sentences = tags.flatMap((tag) => [
    ...repeat(5, `word/${tag}`, 4),
    ...repeat(3, `not word/${tag}`, 0),
  ]);
  expect(studyNegation([...sentences, ...repeat(8, 'not nothing/NOUN', 0)]).words).toEqual([]);
});

test('a word met too rarely with or without a negation is left out', () => {
  const rarelyPlain = [...repeat(4, 'fun/NOUN', 4), ...repeat(3, 'no fun/NOUN', 0)];
  expect(studyNegation(rarelyPlain).words).toEqual([]);
  const rarelyNegated = [...repeat(5, 'fun/NOUN', 4), ...repeat(2, 'no fun/NOUN', 0)];
  expect(studyNegation(rarelyNegated)).toMatchObject({
    words: [],
    turned: { positive: { count: 2, numTurned: 2 } }, // though what became of it counts
  });
});

test('a word near neutral is compared, and turns nowhere', () => {
  const { words, turned, examples } = studyNegation([
    ...repeat(5, 'film/NOUN', 2),
    ...repeat(3, 'no film/NOUN', 0),
  ]);
  expect(words).toMatchObject([{ word: 'film', plain: 2, negated: 0 }]);
  expect([turned.positive.count, turned.negative.count, examples]).toEqual([0, 0, []]);
});

describe('the examples', () => {
  test('are the farthest turned, one a word', () => {
    const { examples } = studyNegation([
      ...repeat(5, 'good/ADJ', 3),
      ...repeat(1, 'not good/ADJ', 1),
      ...repeat(1, 'never any good/ADJ', 0),
      ...repeat(5, 'bad/ADJ', 0),
      ...repeat(1, 'not bad/ADJ', 4),
    ]);
    expect(examples.map(({ text, word }) => [text, word])).toEqual([
      ['not bad', 'bad'],
      ['never any good', 'good'],
    ]);
  });

  test('are of at most eight tokens, and the shorter of equal ones', () => {
    const plain = repeat(5, 'good/ADJ', 4);
    expect(studyNegation([...plain, ...repeat(1, 'no a b c good/ADJ d e f g', 0)]).examples).toEqual([]);
    const { examples } = studyNegation([
      ...plain,
      ...repeat(1, 'no a b c good/ADJ d e f', 0),
      ...repeat(1, 'no good/ADJ', 0),
    ]);
    expect(examples.map(({ text }) => text)).toEqual(['no good']);
  });

  test('are none of words that stayed on their side', () => {
    const { examples, turned } = studyNegation([
      ...repeat(5, 'good/ADJ', 4),
      ...repeat(3, 'not only good/ADJ', 3),
    ]);
    expect(turned.positive).toEqual({ count: 3, numTurned: 0 });
    expect(examples).toEqual([]);
  });
});

test('no sentences hold no negation', () => {
  expect(studyNegation([])).toEqual({
    shareOfSentences: 0,
    shareByClass: [0, 0, 0, 0, 0],
    words: [],
    byDistance: [],
    turned: { positive: { count: 0, numTurned: 0 }, negative: { count: 0, numTurned: 0 } },
    examples: [],
  });
});
