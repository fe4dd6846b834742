import { expect, test } from 'vitest';
import { count, decimal, percent, plural, quote } from '../../../../scripts/explore/report/describe.ts';

test.each([
  [0, '0 %'],
  [0.0001, '0.0 %'],
  [0.016, '1.6 %'],
  [0.0994, '9.9 %'],
  [0.0996, '10 %'],
  [0.514, '51 %'],
  [0.99, '99 %'],
  [0.991, '99.1 %'],
  [1, '100 %'],
])('the share %d is %s', (share, expected) => {
  expect(percent(share)).toBe(expected);
});

test('a count has commas', () => {
  expect([count(0), count(999), count(156_060)]).toEqual(['0', '999', '156,060']);
});

test('one is not plural, none and several are', () => {
  expect([0, 1, 2, 1000].map((number) => plural(number, 'text'))).toEqual([
    '0 texts',
    '1 text',
    '2 texts',
    '1,000 texts',
  ]);
});

test('words are quoted by a pair of marks', () => {
  expect(quote('funny')).toBe('“funny”');
});

test('a number has as many digits as asked for, a real minus, and a dash where there is none', () => {
  expect([1.005, -0.126, 2].map((number) => decimal(number))).toEqual(['1.00', '−0.13', '2.00']);
  expect([decimal(-1.26, 1), decimal(undefined)]).toEqual(['−1.3', '–']);
});

test('what is rounded to zero has no minus', () => {
  expect([decimal(-0.001), decimal(-0), decimal(-0.04, 1)]).toEqual(['0.00', '0.00', '0.0']);
});
