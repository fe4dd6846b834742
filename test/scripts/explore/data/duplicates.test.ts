import { expect, test } from 'vitest';
import { findDuplicates, normalize } from '../../../../scripts/explore/data/duplicates.ts';

/** Texts and their labels, normalized. */
const normalized = (...texts: [text: string, label: number][]) =>
  normalize(texts.map(([text, label], i) => ({ text, label, group: String(i), line: i + 2 })));

test('case and spelling make no difference to a normalized text, and every other thing does', () => {
  const forms = normalized(["It isn't -LRB- so -RRB- good", 0], ["it is n't (SO) good", 0], ['so good', 0]);
  expect(forms.map(({ normal, numTokens }) => [normal, numTokens])).toEqual([
    ['it is not ( so ) good', 7],
    ['it is not ( so ) good', 7],
    ['so good', 2],
  ]);
  expect(forms[0]).toMatchObject({ text: "It isn't -LRB- so -RRB- good", label: 0, group: '0', line: 2 });
});

test('progress is told of each text', () => {
  const told: number[] = [];
  normalize([{ text: 'a', label: 0, group: '1', line: 2 }], (done) => told.push(done));
  expect(told).toEqual([1]);
});

test('duplicates and the conflicts among them are counted', () => {
  /*
   * Good 3, 3 and 4: two repeat the first, and the most frequent label is right of two of three.
   * Bad 0 and 4: one repeats, one of two is right. Fine 2 and 2: one repeats, and both are right. Odd 1: alone.
   * In all 4 repeat; 2 + 1 + 2 + 1 of 8 are right.
   */
  const found = findDuplicates(
    normalized(
      ...([
        ['Good', 3],
        ['good', 3],
        ['GOOD', 4],
        ['bad', 0],
        ['Bad', 4],
        ['fine', 2],
        ['fine', 2],
        ['odd', 1],
      ] as [string, number][]),
    ),
  );
  expect(found).toEqual({
    numRepeated: 4,
    numShared: 3,
    conflicts: [
      { normal: 'bad', numTexts: [1, 0, 0, 0, 1] }, // labels farther apart come first
      { normal: 'good', numTexts: [0, 0, 0, 2, 1] },
    ],
    bestAccuracy: 6 / 8,
  });
});

test('of conflicts equally far apart the more frequent comes first, then the first by the alphabet', () => {
  const found = findDuplicates(
    normalized(
      ...['b', 'a', 'c', 'c'].flatMap((text): [string, number][] => [
        [text, 1],
        [text, 2],
      ]),
    ),
  );
  expect(found.conflicts.map(({ normal }) => normal)).toEqual(['c', 'a', 'b']);
});

test('texts that differ repeat nothing, and can all be right', () => {
  expect(findDuplicates(normalized(['a', 0], ['b', 1]))).toEqual({
    numRepeated: 0,
    numShared: 0,
    conflicts: [],
    bestAccuracy: 1,
  });
});
