import { describe, expect, test } from 'vitest';
import {
  count,
  decimal,
  excerpt,
  list,
  percent,
  perMille,
  plural,
  quote,
} from '../../../scripts/report/phrases.ts';

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

test('a share of a thousand has a digit more below 10', () => {
  expect([0, 0.0004, 0.00994, 0.00996, 0.0514, 1].map(perMille)).toEqual([
    '0',
    '0.4',
    '9.9',
    '10',
    '51',
    '1000',
  ]);
});

test('a list has an "and" before its last item', () => {
  expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});

describe('an excerpt', () => {
  const words = Array.from({ length: 100 }, (_, i) => `word${i}`);

  test('of a short text is all of it', () => {
    expect(excerpt('a good film', 'good')).toBe('a good film');
    expect(excerpt('a'.repeat(140))).toBe('a'.repeat(140));
  });

  test('of a long text is its beginning, or what stands around a word, cut between words', () => {
    expect(excerpt(words.join(' '))).toMatch(/^word0 word1 .* word\d+ …$/);
    expect(excerpt(words.join(' '), 'word50')).toMatch(/^… word\d+ .* word50 .* word\d+ …$/);
    expect(excerpt(words.join(' '), 'word99')).toMatch(/^… word\d+ .* word99$/);
    expect(excerpt(words.join(' '), 'absent')).toMatch(/^word0 /);
    expect(excerpt(words.join(' '), 'word50').length).toBeLessThanOrEqual(144);
  });

  test('finds the word in capitals, and cuts what has no white space anywhere', () => {
    expect(excerpt(`${'x '.repeat(99)}GOOD ${'y '.repeat(99)}`, 'good')).toContain(' GOOD ');
    expect(excerpt('好'.repeat(200))).toBe(`${'好'.repeat(140)} …`);
    expect(excerpt(`a${'🎬'.repeat(200)}`).isWellFormed()).toBe(true);
  });
});
