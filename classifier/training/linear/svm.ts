import { type Random, shuffle } from '../optimizers/random.ts';
import type { SparseMatrix } from './features.ts';

/** The settings of a linear support vector machine. */
export interface SvmSettings {
  /** C: the penalty for violating the margin, relative to the norm of the weights. */
  cost: number;
  /** The most epochs. */
  maxEpochs: number;
  /** Training stops when no projected gradient of an epoch exceeds this. */
  tolerance: number;
}

/** Rows of a matrix with a target in place of a class. */
export interface SoftRows {
  /** The first of these rows; they come after all others. */
  first: number;
  /** Shape [numRows of the matrix − first], each in −1..1:  2q − 1 for a probability q of the class. */
  targets: Float64Array;
}

/**
 * Trains a binary linear support vector machine with squared hinge loss, squared error on soft rows, and no separate
 * bias:
 *
 *     minimize over w   ½‖w‖² + Σ_i C_i max(0, 1 − y_i w·x_i)² + Σ_j C_j (w·x_j − t_j)²,   y_i = ±1,  C_i = C · weight_i
 *
 * by dual coordinate descent: Hsieh, Chang, Lin, Keerthi and Sundararajan 2008, "A Dual Coordinate Descent Method for
 * Large-scale Linear SVM", algorithm 1 with random permutation, D_ii = 1/(2C_i) and U = ∞. The dual variable of a soft
 * row is free: Ho and Lin 2012, "Large-scale Linear Support Vector Regression", with L2 loss and ε = 0. For outputs f in
 * [−1, 1] and t = 2q − 1 the squared error is, up to a constant, the squared hinge loss of both classes weighted by q
 * and 1 − q:  q(1 − f)² + (1 − q)(1 + f)² = (f − t)² + 1 − t².
 * @param rows the rows of `matrix` to train on
 * @param isPositive shape [number of rows that are not soft]: 1 where y_i = 1, 0 where y_i = −1
 * @param rowWeights shape [numRows of the matrix], each above 0; 1 by default
 * @param soft no row is soft by default
 * @returns w, shape [numFeatures]
 */
export function trainSvm(
  matrix: SparseMatrix,
  rows: Uint32Array,
  isPositive: Uint8Array,
  { cost, maxEpochs, tolerance }: SvmSettings,
  random: Random,
  rowWeights?: Float64Array,
  soft?: SoftRows,
): Float64Array {
  const { rowStarts, indices, values, numFeatures } = matrix;
  const weights = new Float64Array(numFeatures);
  const alphas = new Float64Array(rows.length);
  const diagonals = Float64Array.from(rows, (row) => 1 / (2 * cost * (rowWeights?.[row] ?? 1)));
  const curvatures = Float64Array.from(rows, (row, i) => {
    let sum = diagonals[i]!;
    for (let j = rowStarts[row]!; j < rowStarts[row + 1]!; j++) sum += values[j]! * values[j]!;
    return sum;
  });
  const order = Uint32Array.from(rows.keys());
  const { first: firstSoft, targets } = soft ?? { first: Number.POSITIVE_INFINITY, targets: alphas };
  for (let epoch = 0; epoch < maxEpochs; epoch++) {
    shuffle(order, random);
    let largestGradient = 0;
    for (const i of order) {
      const row = rows[i]!;
      const start = rowStarts[row]!;
      const end = rowStarts[row + 1]!;
      const isSoft = row >= firstSoft;
      const y = isSoft || isPositive[row] ? 1 : -1;
      const target = isSoft ? targets[row - firstSoft]! : 1;
      const alpha = alphas[i]!;
      let product = 0;
      for (let j = start; j < end; j++) product += weights[indices[j]!]! * values[j]!;
      const gradient = y * product - target + diagonals[i]! * alpha;
      const projected = alpha === 0 && !isSoft ? Math.min(gradient, 0) : gradient;
      if (projected === 0) continue;
      largestGradient = Math.max(largestGradient, Math.abs(projected));
      const moved = alpha - gradient / curvatures[i]!;
      alphas[i] = isSoft ? moved : Math.max(moved, 0);
      const step = (alphas[i]! - alpha) * y;
      for (let j = start; j < end; j++) weights[indices[j]!]! += step * values[j]!;
    }
    if (largestGradient <= tolerance) break;
  }
  return weights;
}

/** Where the logits of one class go. */
export interface LogitsOfClass {
  k: number;
  numClasses: number;
  /** Shape [numRows of the matrix × numClasses], row by row; only those of class k and the rows named are changed. */
  logits: Float64Array;
}

/**
 * Computes the logits of one class for rows:  z_ik = w_k · x_i.
 * @param weights w_k, shape [numFeatures]
 */
export function computeLogits(
  { rowStarts, indices, values }: SparseMatrix,
  rows: Uint32Array,
  weights: Float64Array,
  { k, numClasses, logits }: LogitsOfClass,
): void {
  for (const row of rows) {
    let sum = 0;
    for (let j = rowStarts[row]!; j < rowStarts[row + 1]!; j++) sum += weights[indices[j]!]! * values[j]!;
    logits[row * numClasses + k] = sum;
  }
}
