import { describe, expect, test } from 'vitest';
import type { SparseMatrix } from '../../../../classifier/training/linear/features.ts';
import { selectFeatures } from '../../../../classifier/training/linear/select-features.ts';

/** A matrix of these rows, each a list of [feature, value]; the constant feature is not in them. */
function toMatrix(rows: [feature: number, value: number][][], numFeatures: number): SparseMatrix {
  const starts = rows.map((_, i) => rows.slice(0, i + 1).flat().length);
  return {
    rowStarts: Uint32Array.of(0, ...starts),
    indices: Uint32Array.from(rows.flat(), ([feature]) => feature),
    values: Float32Array.from(rows.flat(), ([, value]) => value),
    numFeatures,
  };
}
const ROWS: [feature: number, value: number][][] = [
  [
    [0, 0.2],
    [1, 0.9],
  ],
  [
    [0, 0.2],
    [2, 0.2],
  ],
];

/** Selects from the features of `ROWS`, whose hashes are 100 to 102. @param weights a row a class */
function select(maxFeatures: number, weights: readonly number[][], words: number[] = []): number[] {
  const hashes = Uint32Array.of(100, 101, 102);
  const withConstant = weights.map((each) => Float64Array.of(...each, 0));
  return [...selectFeatures(toMatrix(ROWS, 4), withConstant, hashes, new Set(words), maxFeatures)];
}
/** The weights of two classes that are each other's opposite. */
const opposites = (...weights: number[]): number[][] => [weights, weights.map((weight) => -weight)];

describe('the choice of features for the model file', () => {
  test('prefers a feature of short texts to one of twice as many long texts', () => {
    expect(select(1, opposites(1, 1, 1))).toEqual([1]);
  });

  test('prefers of equal values the feature of more texts, and returns them in order', () => {
    expect(select(2, opposites(1, 0.1, 1))).toEqual([0, 2]);
  });

  test('leaves out a feature that moves all classes alike', () => {
    const weights = [
      [0.1, 9, 0.1],
      [-0.1, 9, -0.1],
    ];
    expect(select(2, weights)).toEqual([0, 2]);
  });

  test('keeps single words first, whatever they weigh', () => {
    expect(select(1, opposites(1, 1, 0), [102])).toEqual([2]);
  });
});
