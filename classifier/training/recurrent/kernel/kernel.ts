/** Numbers of the precision a kernel works in. */
export type Numbers = Float32Array | Float64Array;

/**
 * Inner loops on one flat memory. Positions count numbers from its start. Matrices are stored row by row. The start of
 * a matrix and its number of columns must be multiples of 4.
 */
export interface Kernel<Memory extends Numbers = Float32Array> {
  readonly memory: Memory;
  /**
   * C += A · B.
   * @param a start of A [numRows × numInner]; element (i, p) is at a + i·rowStep + p·innerStep, so swapped steps read
   * the transpose of the stored matrix
   * @param b start of B [numInner × numColumns]; numColumns is a multiple of 4
   * @param c start of C [numRows × numColumns]
   */
  multiply(
    a: number,
    b: number,
    c: number,
    numRows: number,
    numInner: number,
    numColumns: number,
    rowStep: number,
    innerStep: number,
  ): void;
  /**
   * One step of a gated recurrent unit (Cho et al. 2014, in the variant of cuDNN, where the reset gate is applied to
   * the product). The gates r, u and the candidate c lie side by side:
   *
   *     r = σ(x_r + h_r)   u = σ(x_u + h_u)   c = tanh(x_c + r ⊙ h_c)   next = u ⊙ previous + (1 − u) ⊙ c
   *
   * @param inputs start of x [3 numHidden]
   * @param recurrent start of h = previous · W + b [3 numHidden]
   * @param previous start of the previous state [numHidden]
   * @param activations start of the output r, u and c [3 numHidden]
   * @param next start of the output, the next state [numHidden]
   */
  gates(
    inputs: number,
    recurrent: number,
    previous: number,
    activations: number,
    next: number,
    numHidden: number,
  ): void;
  /** Copies rows that start `rowStep` apart to consecutive rows; with a `rowStep` of 0, repeats one row. */
  copyRows(source: number, target: number, numRows: number, width: number, rowStep: number): void;
  /** out_i = row_i · query, for consecutive rows [numRows × width]; summed in float64. */
  score(rows: number, query: number, out: number, numRows: number, width: number): void;
  /**
   * Adds one token's states to its text's pools. Maxima must start at −∞, means and sums at 0.
   * @param row start of the states [width]
   * @param share the token's weight in the weighted sum
   * @param maxima start of the maxima, means and weighted sums [3 × width]
   * @param maxAt start of the tokens with the maxima [width]
   */
  pool(
    row: number,
    token: number,
    numTokens: number,
    share: number,
    maxima: number,
    maxAt: number,
    width: number,
  ): void;
}
