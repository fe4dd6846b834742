/** Numbers of the precision that a kernel works in. */
export type Numbers = Float32Array | Float64Array;

/**
 * Inner loops on one flat memory. Positions in it are counted in numbers from its start. Matrices lie row by row; each
 * must start at a multiple of 4, and its number of columns must be a multiple of 4.
 */
export interface Kernel<Memory extends Numbers = Float32Array> {
  readonly memory: Memory;
  /**
   * C += A · B.
   * @param a where A [numRows × numInner] begins; its element (i, p) stands at a + i·rowStep + p·innerStep, so
   *   swapped steps read the transpose of the matrix stored there
   * @param b where B [numInner × numColumns] begins; numColumns is a multiple of 4
   * @param c where C [numRows × numColumns] begins
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
   * One step of a gated recurrent unit (Cho et al. 2014, in the form where the reset gate works on the product, as
   * in cuDNN), its gates r, u and candidate c side by side:
   *
   *     r = σ(x_r + h_r)   u = σ(x_u + h_u)   c = tanh(x_c + r ⊙ h_c)   next = u ⊙ previous + (1 − u) ⊙ c
   *
   * @param inputs where x [3 numHidden] begins
   * @param recurrent where h = previous · W + b [3 numHidden] begins
   * @param previous where the state before [numHidden] begins
   * @param activations where r, u and c [3 numHidden] are written
   * @param next where the state after [numHidden] is written
   */
  gates(
    inputs: number,
    recurrent: number,
    previous: number,
    activations: number,
    next: number,
    numHidden: number,
  ): void;
  /** Copies rows that begin `rowStep` apart to side by side; with 0 the same row again and again. */
  copyRows(source: number, target: number, numRows: number, width: number, rowStep: number): void;
  /** out_i = row_i · query, for rows [numRows × width] side by side; summed in 64 bits. */
  score(rows: number, query: number, out: number, numRows: number, width: number): void;
  /**
   * Adds one token's states to its text's pools; the maxima must begin with −∞, means and sums with 0.
   * @param row where the states [width] begin
   * @param share what they count in the sums
   * @param maxima where the maxima, the means and the sums [3 × width] begin
   * @param maxAt where it is noted which token gave each maximum [width]
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
