import { expect, test } from 'vitest';
import { findCloseSpellings } from '../../../scripts/word-vectors/close-spellings.ts';

const WORDS = ['brillant', 'the', 'tea', 'brilliance', 'then', 'brilliantly', 'brilliant', 'ten'];

test.each([
  ['a letter less, more or other, then two of them', 'briliant', 9, ['brillant', 'brilliant']],
  ['words in their order where they are as close', 'teh', 9, ['tea', 'ten']],
  ['a letter only in short words', 'xt', 9, []],
  ['two letters in longer ones', 'brilliants', 9, ['brilliant', 'brillant', 'brilliance', 'brilliantly']],
  ['no more than asked for', 'teh', 1, ['tea']],
  ['the word itself first', 'then', 9, ['then', 'the', 'ten']],
  ['nothing for what is like no word', 'quartz', 9, []],
])('close spellings are %s', (_, word, count, expected) => {
  expect(findCloseSpellings(word, WORDS, count)).toEqual(expected);
});
