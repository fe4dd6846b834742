import { expect, test } from 'vitest';
import { usualWord } from '../../../classifier/src/text/usual-word.ts';

const WORDS = new Set('great love good god loose lose cool bad xxx sooooo yes hello free'.split(' '));
const isKnown = (word: string): boolean => WORDS.has(word);

test.each([
  ['greaaaat', 'great'],
  ['loooove', 'love'],
  ['gooood', 'good'],
  ['gooooddd', 'good'],
  ['looose', 'loose'],
  ['baaaaad', 'bad'],
  ['yessss', 'yes'],
  ['heeellllooo', 'hello'],
  ['freeeee', 'free'],
  ['gr8', 'great'],
  ['luv', 'love'],
])('%s is %s', (written, word) => {
  expect(usualWord(written, isKnown)).toBe(word);
});

test.each([
  ['is known', 'sooooo'],
  ['is known and not stretched', 'cool'],
  ['is not stretched', 'goood'.replace('ooo', 'oo')],
  ['stands for none that is known', 'blaaargh'],
  ['is a Roman numeral', 'viii'],
  ['is one letter', 'xxx'],
  ['is a number', '1000'],
])('a word stays that %s', (_, word) => {
  expect(usualWord(word, isKnown)).toBe(word);
});

test('a hostile word takes no time', () => {
  const start = performance.now();
  const word = 'aaabbbccc'.repeat(1000);
  expect(usualWord(word, isKnown)).toBe(word);
  expect(performance.now() - start).toBeLessThan(1000);
});
