import { expect, test } from 'vitest';
import type { AnnotatedSentence } from '../../../../scripts/explore/texts/annotate.ts';
import { chooseStrongest, weighWords } from '../../../../scripts/explore/word-map/sentiment-words.ts';
import { makeSentence, repeat } from '../../../helpers/make-sentence.ts';

/** "good" for positive texts, "bad" for negative ones, "film" for neither. */
const SENTENCES = [
  ...repeat(20, 'good/ADJ', 4),
  ...repeat(2, 'good/ADJ film/NOUN', 3),
  ...repeat(20, 'bad/ADJ', 0),
  ...repeat(2, 'bad/ADJ film/NOUN', 1),
  ...repeat(1, 'film/NOUN', 3),
  ...repeat(1, 'film/NOUN', 1),
];

const findSentimentWords = (
  sentences: readonly AnnotatedSentence[],
  numEach: number,
  always: readonly string[],
) => chooseStrongest(weighWords(sentences), numEach, always);
const wordsOf = (found: readonly { word: string }[]) => found.map(({ word }) => word);

test('the words of each side are found, with the mean label of their texts', () => {
  const found = findSentimentWords(SENTENCES, 5, []);
  expect(wordsOf(found).slice(0, 2).sort()).toEqual(['bad', 'good']);
  const good = found.find(({ word }) => word === 'good')!;
  expect(good.valence).toBeCloseTo((20 * 4 + 2 * 3) / 22, 12);
  expect(good.z).toBeGreaterThan(1);
  const bad = found.find(({ word }) => word === 'bad')!;
  expect(bad.valence).toBeCloseTo(2 / 22, 12);
  expect(bad.z).toBeCloseTo(-good.z, 9);
});

test('so many of each side are taken, the strongest', () => {
  const weaker = [...repeat(5, 'fine/ADJ', 3), ...repeat(5, 'weak/ADJ', 1)];
  expect(wordsOf(findSentimentWords([...SENTENCES, ...weaker], 1, [])).sort()).toEqual(['bad', 'good']);
});

test('words asked for are taken once, where they are frequent enough', () => {
  const rare = repeat(4, 'rare/ADJ', 4);
  const found = wordsOf(findSentimentWords([...SENTENCES, ...rare], 1, ['good', 'film', 'rare', 'absent']));
  expect(found.sort()).toEqual(['bad', 'film', 'good']);
});

test('a word of many texts of few sentences is not frequent', () => {
  const parts = Array.from({ length: 9 }, (): [string, number] => ['rare', 4]);
  const rare = Array.from({ length: 4 }, () => makeSentence('a rare/ADJ film', [['*', 4], ...parts]));
  expect(wordsOf(findSentimentWords([...SENTENCES, ...rare], 9, []))).not.toContain('rare');
});

test('neutral texts do not speak for a side, though they are part of the mean label', () => {
  const calm = [...repeat(5, 'calm/ADJ', 4), ...repeat(95, 'calm/ADJ', 2)];
  const found = findSentimentWords([...SENTENCES, ...calm], 9, []).find(({ word }) => word === 'calm')!;
  expect(found.valence).toBeCloseTo(2.1, 12);
  expect(found.z).toBeGreaterThan(0);
});

test('names, words of grammar and marks are left out', () => {
  const others = ['PROPN', 'PRON', 'X'].flatMap((tag) => repeat(9, `other/${tag}`, 4));
  const found = wordsOf(findSentimentWords([...SENTENCES, ...others, ...repeat(9, '!/ADJ', 4)], 9, []));
  expect(found.sort()).toEqual(['bad', 'good']);
});

test('words of one side only have nobody to differ from', () => {
  expect(findSentimentWords(repeat(9, 'good/ADJ', 4), 9, [])).toEqual([]);
  expect(findSentimentWords([], 9, ['good'])).toEqual([]);
});
