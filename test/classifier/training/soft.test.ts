import { expect, test } from 'vitest';
import { findFrequentWords, weighSoftTexts } from '../../../classifier/training/soft.ts';

const TEXTS = [
  { words: ['good', 'good', 'film'], probabilities: [0.25, 0.75] },
  { words: ['flim'], original: ['film'], probabilities: [1, 0] },
  { words: ['bad', 'good', 'plot'], probabilities: [0.5, 0.5] },
];

test('a soft text has the weight of its classes, each by its probability', () => {
  expect([...weighSoftTexts({ texts: TEXTS, weight: 2 }, [1, 3])]).toEqual([5, 2, 4]);
  expect([...weighSoftTexts({ texts: TEXTS, weight: 0.5 })]).toEqual([0.5, 0.5, 0.5]);
});

test('the frequent words are those in enough texts as they were before misspellings, most frequent first', () => {
  expect(findFrequentWords({ texts: TEXTS, minTexts: 2 })).toEqual(['good', 'film']);
  expect(findFrequentWords({ texts: TEXTS, minTexts: 1 })).toEqual(['good', 'film', 'bad', 'plot']);
  expect(findFrequentWords({ texts: TEXTS, minTexts: 3 })).toEqual([]);
});
