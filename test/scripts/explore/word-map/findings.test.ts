import { describe, expect, test } from 'vitest';
import {
  adviseOnVectors,
  compareWordMaps,
  describeSources,
  describeWordMap,
} from '../../../../scripts/explore/word-map/findings.ts';
import type { WordMap } from '../../../../scripts/explore/word-map/study.ts';

/** A map with the ranks of the test pairs. */
const map = (name: string, separation: number, ...ranks: (number | undefined)[]): WordMap => ({
  name,
  words: [],
  separation,
  pairs: ranks.map((rank) => (rank === undefined ? undefined : { cosine: 0.5, rank })),
});
const GLOVE = map('wink', 0.58, 0.997, 1);
const TRAINED = map('recurrent', 0.81, 0.98, undefined);

describe('a map of words', () => {
  test('tells how well it separates the sides, and of the test pairs that it knows', () => {
    expect(describeWordMap(GLOVE)).toBe(
      'wink: two words of one side are nearer than two of opposite sides in 58 % of cases; happy–sad are nearer than 99.7 % and good–bad than 100 % of random pairs of words',
    );
    expect(describeWordMap(TRAINED)).toMatch(/; happy–sad are nearer than 98 % of random pairs of words$/);
    expect(describeWordMap(map('own', 0.5, undefined, undefined))).toMatch(/ in 50 % of cases$/);
  });

  test('is compared with the one that separates the sides best', () => {
    expect(compareWordMaps([GLOVE, TRAINED])).toBe(
      'In the recurrent vectors two words of one side are nearer than two of opposite sides in 81 % of cases (wink 58 %, chance 50 %); happy–sad are nearer than 98 % (recurrent) and 99.7 % (wink) of random pairs of words',
    );
  });

  test('may be alone, and may not know the first test pair', () => {
    expect(compareWordMaps([GLOVE])).toMatch(
      / \(chance 50 %\); happy–sad are nearer than 99\.7 % \(wink\) of/,
    );
    expect(compareWordMaps([map('own', 0.6, undefined, 0.9)])).toMatch(/ \(chance 50 %\)$/);
  });

  test('may be none', () => {
    expect(compareWordMaps([])).toBe('Too few of the words that speak for a side have vectors to map them');
  });
});

test('what vectors mean for training depends on which of them know of sentiment', () => {
  expect(adviseOnVectors([GLOVE, TRAINED])).toMatch(
    /^the recurrent vectors tell the sides of these words apart; the wink ones hardly tell /,
  );
  expect(adviseOnVectors([GLOVE])).toMatch(/^these vectors hardly tell the sides/);
  expect(adviseOnVectors([TRAINED])).toMatch(/^the recurrent vectors tell the sides of these words apart\.$/);
  expect(adviseOnVectors([])).toBe('nothing can be said of vectors here.');
});

test('the sources of vectors are told of where they are known, with those that are missing beside', () => {
  expect(describeSources([GLOVE, TRAINED, map('x.vec', 0.5)])).toEqual([
    expect.stringMatching(/^The wink vectors are GloVe’s/),
    expect.stringMatching(/^The recurrent vectors are those of the model .* whose words they know better/),
  ]);
  expect(describeSources([TRAINED])).toEqual([
    expect.stringMatching(/^The recurrent vectors /),
    expect.stringMatching(/ask for wink’s too: --vectors own wink recurrent\.$/),
  ]);
  expect(describeSources([])).toEqual([]);
});
