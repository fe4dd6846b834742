import { expect, test } from 'vitest';
import {
  cosine,
  findNearest,
  type WordVectorTable,
} from '../../../scripts/word-vectors/word-vector-table.ts';

const TABLE: WordVectorTable = {
  name: 'made by hand',
  numDimensions: 2,
  words: ['east', 'far east', 'north', 'west', 'northeast', 'nowhere'],
  vectors: Float32Array.of(1, 0, 5, 0, 0, 1, -2, 0, 1, 1, 0, 0),
};

test('the cosine tells of directions alone', () => {
  expect(cosine(TABLE, 'east', 'far east')).toBe(1);
  expect(cosine(TABLE, 'east', 'north')).toBe(0);
  expect(cosine(TABLE, 'far east', 'west')).toBe(-1);
  expect(cosine(TABLE, 'northeast', 'north')).toBeCloseTo(Math.SQRT1_2, 12);
  expect(cosine(TABLE, 'north', 'northeast')).toBe(cosine(TABLE, 'northeast', 'north'));
});

test('a vector of 0 is near nothing', () => {
  expect(cosine(TABLE, 'nowhere', 'east')).toBe(0);
  expect(cosine(TABLE, 'nowhere', 'nowhere')).toBe(0);
});

test('the nearest words come first, the word itself is left out', () => {
  expect(findNearest(TABLE, 'east', 3)).toEqual([
    { word: 'far east', cosine: 1 },
    { word: 'northeast', cosine: expect.closeTo(Math.SQRT1_2, 12) },
    { word: 'north', cosine: 0 },
  ]);
});

test('no more words are listed than there are', () => {
  expect(findNearest(TABLE, 'east', 100)).toHaveLength(5);
});

test('a word without a vector is refused', () => {
  expect(() => cosine(TABLE, 'east', 'south')).toThrow('made by hand has no vector for "south"');
  expect(() => findNearest(TABLE, 'south', 3)).toThrow(RangeError);
});
