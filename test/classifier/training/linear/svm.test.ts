import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SparseMatrix } from '../../../../classifier/training/linear/features.ts';
import { computeLogits, type SvmSettings, trainSvm } from '../../../../classifier/training/linear/svm.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';

/** Points in the plane and a constant 1 for the bias: two on the wrong side, two far beyond the margin; exact in Float32. */
const POINTS = [
  [1.5, 0.5, 1],
  [6, -0.25, 1],
  [0.75, 1.25, 1],
  [0, 1.5, 1],
  [-0.5, -0.75, 1],
  [-1.5, 0.25, 1],
  [-0.25, -1.5, 1],
  [-6, 0, 1],
  [-1, 0.5, 1],
  [1, 1, 1],
];
const IS_POSITIVE = Uint8Array.of(1, 1, 1, 1, 1, 0, 0, 0, 0, 0);
const EXACT: SvmSettings = { cost: 0.7, maxEpochs: 100_000, tolerance: 1e-12 };

/** The matrix of dense rows; zeros are left out. */
function matrixOf(rows: readonly number[][]): SparseMatrix {
  const entries = rows.map((row) => [...row.entries()].filter(([, value]) => value !== 0));
  const rowStarts = new Uint32Array(rows.length + 1);
  for (const [i, row] of entries.entries()) rowStarts[i + 1] = rowStarts[i]! + row.length;
  return {
    rowStarts,
    indices: Uint32Array.from(entries.flat(), ([index]) => index),
    values: Float32Array.from(entries.flat(), ([, value]) => value),
    numFeatures: rows[0]!.length,
  };
}

function train(settings: SvmSettings = EXACT, seed = 1, points = POINTS, isPositive = IS_POSITIVE) {
  return trainSvm(
    matrixOf(points),
    Uint32Array.from(points.keys()),
    isPositive,
    settings,
    createRandom(seed),
  );
}

/** 1 − y w·x of each point, 0 where that is negative. */
function hinges(weights: ArrayLike<number>): number[] {
  return POINTS.map((point, i) => {
    const y = IS_POSITIVE[i] ? 1 : -1;
    return Math.max(0, 1 - y * point.reduce((sum, x, j) => sum + weights[j]! * x, 0));
  });
}

/** What is minimised:  ½‖w‖² + C Σ max(0, 1 − y w·x)². */
function primal(weights: ArrayLike<number>, cost: number): number {
  const squares = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number ** 2, 0);
  return squares(Array.from(weights)) / 2 + cost * squares(hinges(weights));
}

/** Its gradient:  w − 2C Σ max(0, 1 − y w·x) y x. */
function primalGradient(weights: ArrayLike<number>, cost: number): number[] {
  const slack = hinges(weights);
  return Array.from(weights, (weight, j) =>
    POINTS.reduce((sum, x, i) => sum - 2 * cost * slack[i]! * (IS_POSITIVE[i] ? 1 : -1) * x[j]!, weight),
  );
}

function centralDifferences(weights: Float64Array, cost: number, step = 1e-5): number[] {
  return Array.from(weights, (weight, j) => {
    const above = primal(weights.with(j, weight + step), cost);
    const below = primal(weights.with(j, weight - step), cost);
    return (above - below) / (2 * step);
  });
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo(expected[i]!, digits);
}

describe('trainSvm', () => {
  test('finds what can be worked out by hand', () => {
    // One text x = 2 of the class, C = 0.5:  ½w² + ½(1 − 2w)² is least where w − 2(1 − 2w) = 0, so w = 0.4.
    expectClose(train({ ...EXACT, cost: 0.5 }, 1, [[2]], Uint8Array.of(1)), [0.4], 12);
    // Of the other class, w changes its sign.
    expectClose(train({ ...EXACT, cost: 0.5 }, 1, [[2]], Uint8Array.of(0)), [-0.4], 12);
    // A second text x = 4 of the class lies outside the margin (4 · 0.4 > 1) and changes nothing, in whichever order.
    for (const seed of [1, 2, 3, 4]) {
      expectClose(train({ ...EXACT, cost: 0.5 }, seed, [[2], [4]], Uint8Array.of(1, 1)), [0.4], 12);
    }
  });

  test('ends where the gradient of the objective, which matches its central difference, is 0', () => {
    for (const cost of [0.1, 0.7, 5]) {
      const elsewhere = Float64Array.of(0.3, -0.2, 0.1);
      expectClose(primalGradient(elsewhere, cost), centralDifferences(elsewhere, cost), 6);
      const weights = train({ ...EXACT, cost });
      expectClose(centralDifferences(weights, cost), [0, 0, 0], 6);
      expectClose(primalGradient(weights, cost), [0, 0, 0], 9);
    }
  });

  test('finds what plain gradient descent finds', () => {
    const descended = new Float64Array(3);
    for (let step = 0; step < 20_000; step++) {
      for (const [j, slope] of primalGradient(descended, EXACT.cost).entries()) descended[j]! -= 0.01 * slope;
    }
    expectClose(train(), descended, 9);
  });

  test('closes the gap between the primal and the dual objective as the tolerance falls', () => {
    const { cost } = EXACT;
    const gaps = [1, 1e-2, 1e-4, 1e-12].map((tolerance) => {
      const weights = train({ ...EXACT, tolerance });
      // A feasible point of the dual:  α_i = 2C max(0, 1 − y w·x);  dual = Σ α − ½‖Σ α y x‖² − Σ α² / 4C.
      const alphas = hinges(weights).map((slack) => 2 * cost * slack);
      const sums = [0, 1, 2].map((j) =>
        alphas.reduce((sum, alpha, i) => sum + alpha * (IS_POSITIVE[i] ? 1 : -1) * POINTS[i]![j]!, 0),
      );
      const dual =
        alphas.reduce((sum, alpha) => sum + alpha - alpha ** 2 / (4 * cost), 0) -
        sums.reduce((sum, number) => sum + number ** 2, 0) / 2;
      return primal(weights, cost) - dual;
    });
    for (const gap of gaps) expect(gap).toBeGreaterThan(-1e-12);
    expect(gaps.toSorted((a, b) => b - a)).toEqual(gaps);
    expect(gaps[0]).toBeGreaterThan(1e-3);
    expect(gaps.at(-1)).toBeLessThan(1e-12);
  });

  test('trains on the rows named and no others', () => {
    const rows = [1, 2, 5, 7, 9];
    const named = trainSvm(matrixOf(POINTS), Uint32Array.from(rows), IS_POSITIVE, EXACT, createRandom(3));
    const alone = train(
      EXACT,
      3,
      rows.map((row) => POINTS[row]!),
      Uint8Array.from(rows, (row) => IS_POSITIVE[row]!),
    );
    expect(named).toEqual(alone);
    expect(named).not.toEqual(train(EXACT, 3));
  });

  test('gives the same weights for the same seed, and the same solution for any', () => {
    const rough = { ...EXACT, maxEpochs: 2 };
    expect(train(rough, 5)).toEqual(train(rough, 5));
    expect(train(rough, 6)).not.toEqual(train(rough, 5));
    expectClose(train(EXACT, 6), train(EXACT, 5), 9);
  });

  test('ends after the first epoch within the tolerance, and after maxEpochs at the latest', () => {
    const countEpochs = (settings: SvmSettings): number => {
      let numCalls = 0;
      const random = createRandom(1);
      const counted = () => {
        numCalls++;
        return random();
      };
      trainSvm(matrixOf(POINTS), Uint32Array.from(POINTS.keys()), IS_POSITIVE, settings, counted);
      return numCalls / (POINTS.length - 1); // one number for each text but one puts them in random order
    };
    expect(countEpochs({ ...EXACT, tolerance: 1e6 })).toBe(1);
    expect(countEpochs({ ...EXACT, maxEpochs: 7 })).toBe(7);
    expect(countEpochs(EXACT)).toBeLessThan(EXACT.maxEpochs);
  });
});

describe('trainSvm on soft rows', () => {
  const SOFT_POINTS = [
    [0.5, 2, 1],
    [-2, 1, 1],
    [1.25, -0.5, 1],
    [0, -1, 1],
  ];
  const PROBABILITIES = [0.9, 0.35, 0.5, 0];
  const ALL = [...POINTS, ...SOFT_POINTS];
  const WEIGHTS = Float64Array.from(ALL, (_, i) => 0.5 + (i % 3));
  const soft = {
    first: POINTS.length,
    targets: Float64Array.from(PROBABILITIES, (q) => 2 * q - 1),
  };
  const products = (weights: ArrayLike<number>, rows: readonly number[][]): number[] =>
    rows.map((row) => row.reduce((sum, x, j) => sum + weights[j]! * x, 0));
  const trainAll = (cost: number): Float64Array =>
    trainSvm(
      matrixOf(ALL),
      Uint32Array.from(ALL.keys()),
      IS_POSITIVE,
      { ...EXACT, cost },
      createRandom(2),
      WEIGHTS,
      soft,
    );

  test('ends where the gradient of the objective of hinge and soft rows is 0', () => {
    for (const cost of [0.1, 0.7, 5]) {
      const weights = trainAll(cost);
      const fs = products(weights, ALL);
      // w + 2 Σ C_i (f_i − t_i) x_i over soft rows, and over others where y f < 1, with y in place of t.
      const gradient = Array.from(weights, (weight, j) =>
        fs.reduce((sum, f, i) => {
          const t = i < soft.first ? (IS_POSITIVE[i] ? 1 : -1) : soft.targets[i - soft.first]!;
          const counts = i >= soft.first || t * f < 1;
          return counts ? sum + 2 * cost * WEIGHTS[i]! * (f - t) * ALL[i]![j]! : sum;
        }, weight),
      );
      expectClose(gradient, [0, 0, 0], 9);
    }
  });

  test('alone, finds the solution of ridge regression', () => {
    const weights = trainSvm(
      matrixOf(SOFT_POINTS),
      Uint32Array.from(SOFT_POINTS.keys()),
      new Uint8Array(0),
      EXACT,
      createRandom(1),
      undefined,
      { ...soft, first: 0 },
    );
    // (I / 2C + XᵀX) w = Xᵀt
    const left = [0, 1, 2].map((a) =>
      [0, 1, 2].reduce((sum, b) => {
        const dot = SOFT_POINTS.reduce((total, row) => total + row[a]! * row[b]!, 0);
        return sum + (dot + (a === b ? 1 / (2 * EXACT.cost) : 0)) * weights[b]!;
      }, 0),
    );
    const right = [0, 1, 2].map((a) =>
      SOFT_POINTS.reduce((sum, row, i) => sum + row[a]! * soft.targets[i]!, 0),
    );
    expectClose(left, right, 9);
  });

  test('finds the same weights whatever the order, for any rows and targets', () => {
    const number = fc.integer({ min: -8, max: 8 }).map((n) => n / 4);
    const row = fc.tuple(number, number, fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const matrix = matrixOf(rows.map(([a, b]) => [a, b, 1]));
        const targets = Float64Array.from(rows, ([, , q]) => 2 * q - 1);
        const [one, other] = [1, 2].map((seed) =>
          trainSvm(
            matrix,
            Uint32Array.from(rows.keys()),
            new Uint8Array(0),
            { ...EXACT, tolerance: 1e-10 },
            createRandom(seed),
            undefined,
            { first: 0, targets },
          ),
        );
        expectClose(one!, other!, 7);
      }),
    );
  });

  test('the squared error is the squared hinge of both classes, weighted by their probabilities, up to a constant', () => {
    for (const q of [0, 0.2, 0.5, 1]) {
      const t = 2 * q - 1;
      for (const f of [-1, -0.4, 0, 0.7, 1]) {
        const hinges = q * Math.max(0, 1 - f) ** 2 + (1 - q) * Math.max(0, 1 + f) ** 2;
        expect(hinges).toBeCloseTo((f - t) ** 2 + 1 - t ** 2, 12);
      }
    }
  });
});

test('computeLogits multiplies the rows named with the weights of each class, and leaves others alone', () => {
  const matrix = matrixOf([
    [1, 0, 2],
    [0, 3, 0],
    [0.5, 0.5, 1],
  ]);
  const weights = [Float64Array.of(1, 10, 100), Float64Array.of(-2, 0, 0.25)];
  const out = new Float64Array(6).fill(7);
  for (const [k, each] of weights.entries()) {
    computeLogits(matrix, Uint32Array.of(2, 0), each, { k, numClasses: 2, logits: out });
  }
  // Row 0: 1·1 + 2·100 = 201 and −2·1 + 0.25·2 = −1.5. Row 2: 0.5 + 5 + 100 = 105.5 and −1 + 0.25 = −0.75.
  expect([...out]).toEqual([201, -1.5, 7, 7, 105.5, -0.75]);
});
