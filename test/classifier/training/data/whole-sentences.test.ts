import { expect, test } from 'vitest';
import { findWholeSentences } from '../../../../classifier/training/data/whole-sentences.ts';

const text = (words: string, group: string) => ({ words: words.split(' '), group });

test('of each group the longest text is the sentence, the first of several', () => {
  const texts = [
    text('a fine film', '1'),
    text('fine film', '1'),
    text('dull', '2'),
    text('very dull', '2'),
    text('so dull', '2'),
  ];
  expect(findWholeSentences(texts)).toEqual([0, 3]);
});

test('a group whose texts lie apart has one sentence', () => {
  expect(findWholeSentences([text('a', '1'), text('b', '2'), text('a c', '1')])).toEqual([2, 1]);
});

test('there are no sentences among no texts', () => {
  expect(findWholeSentences([])).toEqual([]);
});
