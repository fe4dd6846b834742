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
const select = (
  rows: [number, number][][],
  weights: number[][],
  maxFeatures: number,
  words: number[] = [],
): number[] => {
  const numFeatures = weights[0]!.length;
  const hashes = Uint32Array.from({ length: numFeatures - 1 }, (_, i) => 100 + i);
  const rowsOfWeights = weights.map((each) => Float64Array.from(each));
  return [...selectFeatures(toMatrix(rows, numFeatures), rowsOfWeights, hashes, new Set(words), maxFeatures)];
};

describe('the choice of features for the model file', () => {
  const rows: [number, number][][] = [
    [
      [0, 0.2],
      [1, 0.9],
    ],
    [
      [0, 0.2],
      [2, 0.2],
    ],
  ];

  test('prefers a feature of short texts to one of twice as many long texts', () => {
    expect(
      select(
        rows,
        [
          [1, 1, 1, 0],
          [-1, -1, -1, 0],
        ],
        1,
      ),
    ).toEqual([1]);
  });

  test('prefers of equal values the feature of more texts, and returns them in order', () => {
    expect(
      select(
        rows,
        [
          [1, 0.1, 1, 0],
          [-1, -0.1, -1, 0],
        ],
        2,
      ),
    ).toEqual([0, 2]);
  });

  test('leaves out a feature that moves all classes alike', () => {
    expect(
      select(
        rows,
        [
          [0.1, 9, 0.1, 0],
          [-0.1, 9, -0.1, 0],
        ],
        2,
      ),
    ).toEqual([0, 2]);
  });

  test('keeps single words first, whatever they weigh', () => {
    expect(
      select(
        rows,
        [
          [1, 1, 0, 0],
          [-1, -1, 0, 0],
        ],
        1,
        [102],
      ),
    ).toEqual([2]);
  });
});
