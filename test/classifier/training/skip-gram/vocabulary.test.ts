import { expect, test } from 'vitest';
import {
  countWords,
  layOutNegatives,
  writeKeepProbabilities,
} from '../../../../classifier/training/skip-gram/vocabulary.ts';

const SENTENCES = ['a good film', 'a bad film', 'a film'].map((text) => text.split(' '));

test('words come by their counts, the most frequent first', () => {
  const { words, counts, rowOf } = countWords(SENTENCES, 1);
  expect(words).toEqual(['a', 'film', 'good', 'bad']);
  expect([...counts]).toEqual([3, 3, 1, 1]);
  expect(words.map((word) => rowOf.get(word))).toEqual([0, 1, 2, 3]);
});

test('words that do not stand there often enough are left out', () => {
  expect(countWords(SENTENCES, 2).words).toEqual(['a', 'film']);
});

test.each([
  [SENTENCES, 'no word occurs 4 times in the texts, the most frequent one 3 times'],
  [[], 'no word occurs 4 times in the texts, the most frequent one 0 times'],
])('texts of which no word stands there often enough are refused', (sentences, problem) => {
  expect(() => countWords(sentences, 4)).toThrow(expect.objectContaining({ code: 'SETTINGS' }));
  expect(() => countWords(sentences, 4)).toThrow(problem);
});

test('frequent words are kept less often, by the root of their share', () => {
  // Of 100 words: shares 0.8, 0.1999 and 0.0001; with t = 0.002 √(t/f) is 0.05, 0.1 and more than 1.
  const out = new Float32Array(3);
  writeKeepProbabilities(Uint32Array.of(8000, 1999, 1), 0.002, out);
  expect([...out]).toEqual([0.05, 0.1, 1].map((p) => expect.closeTo(p, 3)));
});

test('words have places among the negatives by their counts to the power of 3/4', () => {
  const counts = Uint32Array.of(81, 16, 1);
  const places = layOutNegatives(counts);
  const numPlaces = [0, 1, 2].map((row) => places.filter((place) => place === row).length / places.length);
  // 81^¾ = 27, 16^¾ = 8, 1
  expect(numPlaces).toEqual([27 / 36, 8 / 36, 1 / 36].map((share) => expect.closeTo(share, 5)));
});
