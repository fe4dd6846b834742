import { describe, expect, test } from 'vitest';
import { estimateMean } from '../../../scripts/bench/estimate-mean.ts';
import { describeVerdict, judgeVectors } from '../../../scripts/bench/vectors.ts';

test('the standard error of texts each of its own group is that of a share', () => {
  // p = 0.75 of 4:  √(p(1 − p)/n)
  const { value, error } = estimateMean([1, 1, 0, 1], ['a', 'b', 'c', 'd']);
  expect(value).toBe(0.75);
  expect(error).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 4), 12);
});

test('texts of one group that go together count as one', () => {
  const groups = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'];
  const paired = estimateMean([1, 1, 1, 1, 0, 0, 1, 1], groups);
  expect(paired).toEqual(estimateMean([1, 1, 0, 1], ['a', 'b', 'c', 'd']));
});

test('averaged vectors that know opinions tell them apart in words not met in training', () => {
  const table = {
    name: 'made by hand',
    numDimensions: 2,
    words: ['superb', 'fine', 'awful', 'weak'],
    vectors: Float32Array.of(1, 0.1, 1, -0.1, -1, 0.1, -1, -0.1),
  };
  const text = (word: string, label: number) => ({ words: ['so', word], label, group: word });
  const training = [
    ...Array.from({ length: 400 }, () => text('superb', 4)),
    ...Array.from({ length: 300 }, () => text('awful', 0)),
  ];
  const { isRight, coverage } = judgeVectors(table, training, [
    text('fine', 4),
    text('weak', 0),
    text('new', 4),
  ]);
  expect(isRight.slice(0, 2)).toEqual([true, true]);
  expect(coverage).toBeCloseTo(2 / 6, 12);
});

describe('the verdict', () => {
  const rows = Array.from({ length: 100 }, (_, i) => i);
  const all = { name: 'all texts', rows, groups: rows.map(String) };
  const some = { name: 'whole sentences', rows: rows.slice(0, 50), groups: rows.slice(0, 50).map(String) };
  const judge = (kind: string, numRight: number) => ({
    kind,
    numFeatures: 1,
    coverage: 1,
    isRight: rows.map((i) => i < numRight),
  });

  test('says of each kind whether own vectors are better, by how much, and whether that is chance', () => {
    const judged = [judge('own', 40), judge('worst', 0), judge('like own', 41), judge('n-grams', 80)];
    expect(describeVerdict(judged, [all])).toEqual([
      // √(0.4 · 0.6 / 100) = 0.049
      'own against worst: better on all texts (+40.0 ± 4.9 points).',
      'own against like own: not clearly different on all texts (−1.0 ± 1.0 points).',
      'own against n-grams: worse on all texts (−40.0 ± 4.9 points).',
      'That vectors trained on these sentences alone are worse than n-grams is so.',
    ]);
  });

  test.each([
    [40, 80, 'so'], // worse on both
    [50, 80, 'so'], // worse on all, as good on sentences
    [80, 80, 'NOT so'],
    [80, 40, 'NOT so'],
  ])('is by figures: %i right of own against %i of n-grams is %s', (own, ngrams, verdict) => {
    const notes = describeVerdict([judge('own', own), judge('n-grams', ngrams)], [all, some]);
    expect(notes.at(-1)).toMatch(new RegExp(` is ${verdict}\\.$`));
  });
});
