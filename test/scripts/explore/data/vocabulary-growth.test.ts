import { expect, test } from 'vitest';
import { measureGrowth } from '../../../../scripts/explore/data/vocabulary-growth.ts';
import { makeSentence } from '../../../helpers/make-sentence.ts';

const sentencesOf = (...texts: string[]) => texts.map((text) => makeSentence(text, [['*', 2]]));

test('words are counted once, and marks not at all', () => {
  const { points, shareOnce } = measureGrowth(sentencesOf('a a b .', 'b c , .', 'b d'), 1);
  expect(points[0]).toEqual({ numSentences: 0, numWords: 0 });
  expect(points.at(-1)).toEqual({ numSentences: 3, numWords: 4 }); // a, b, c, d
  expect(shareOnce).toBe(3 / 4); // of which only b stands in two
});

test('the words of the last tenth are new where no sentence before held them', () => {
  const same = Array.from({ length: 20 }, () => 'a b');
  expect(measureGrowth(sentencesOf(...same), 1).shareNew).toBe(0);
  const others = Array.from({ length: 20 }, (_, i) => `the w${i}`);
  expect(measureGrowth(sentencesOf(...others), 1).shareNew).toBe(1 / 2); // in each the second
});

test('one sentence of ten is the last tenth, and one alone is it too', () => {
  // Nine alike and one other: the last one is new only where it is the other one.
  const ten = sentencesOf(...Array.from({ length: 10 }, (_, i) => (i === 0 ? 'b' : 'a')));
  const shares = Array.from({ length: 40 }, (_, seed) => measureGrowth(ten, seed).shareNew);
  expect(new Set(shares)).toEqual(new Set([0, 1]));
  expect(measureGrowth(sentencesOf('a'), 1)).toMatchObject({ shareNew: 1, shareOnce: 1 });
});

test('many sentences give fifty points that never fall', () => {
  const { points } = measureGrowth(sentencesOf(...Array.from({ length: 333 }, (_, i) => `w${i % 40}`)), 1);
  expect(points).toHaveLength(51);
  expect(points.at(-1)).toEqual({ numSentences: 333, numWords: 40 });
  for (const [i, { numSentences, numWords }] of points.entries()) {
    if (i === 0) continue;
    expect(numSentences).toBeGreaterThan(points[i - 1]!.numSentences);
    expect(numWords).toBeGreaterThanOrEqual(points[i - 1]!.numWords);
  }
});

test('the same seed gives the same order, another one another', () => {
  const sentences = sentencesOf(...Array.from({ length: 40 }, (_, i) => `w${i % 7} w${i % 11}`));
  expect(measureGrowth(sentences, 1)).toEqual(measureGrowth(sentences, 1));
  expect(measureGrowth(sentences, 2).points).not.toEqual(measureGrowth(sentences, 1).points);
});

test('the sentences themselves stay in their order', () => {
  const sentences = sentencesOf('a', 'b', 'c', 'd', 'e');
  measureGrowth(sentences, 1);
  expect(sentences.map(({ words }) => words[0])).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('no sentence at all holds no word', () => {
  expect(measureGrowth([], 1)).toEqual({
    points: [{ numSentences: 0, numWords: 0 }],
    shareNew: 0,
    shareOnce: 0,
  });
});
