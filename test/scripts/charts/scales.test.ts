import { expect, test } from 'vitest';
import { wrap } from '../../../scripts/charts/scales.ts';
import { LONG_TITLE, LONG_TITLE_LINES } from '../../helpers/chart-texts.ts';

test('a title is broken between words, into lines of at most 88 characters', () => {
  expect(wrap('short')).toEqual(['short']);
  expect(wrap(LONG_TITLE)).toEqual(LONG_TITLE_LINES);
  expect(wrap(`${'a'.repeat(44)} ${'b'.repeat(43)} c`)).toEqual([`${'a'.repeat(44)} ${'b'.repeat(43)}`, 'c']);
});

test('a title keeps a number on the line of its percent sign, or of its z', () => {
  expect(wrap(`${'a'.repeat(85)} 51 % b`)).toEqual(['a'.repeat(85), '51 % b']);
  expect(wrap(`${'a'.repeat(83)} (z 1.5) b`)).toEqual(['a'.repeat(83), '(z 1.5) b']);
});

test('a title keeps a word whole that is longer than a line', () => {
  expect(wrap(`a ${'b'.repeat(100)} c`)).toEqual(['a', 'b'.repeat(100), 'c']);
});
