/** The fixed-point value of 1.0 in the network's states, whose absolute values never exceed it. */
export const STATE_ONE = 2 ** 14;
/** The first address free for callers; the kernel keeps its constants below it. */
export const FIRST_BYTE = 2048;

/**
 * The inner loops of the forward pass, all on one memory. Results are the same to the last bit on every machine: sums
 * of integer products wrap around at 32 bits (those of a trained network never do), and float32 sums are added in the
 * documented order.
 *
 * An address counts bytes from the start of the memory and is a multiple of 4. Numbers are int16, int32 or float32,
 * side by side. A width is a multiple of 4 unless stated otherwise. Weights [numInner × numColumns] of int16 are stored
 * in pairs, [numInner / 2 × numColumns × 2], because one instruction multiplies and adds pairs.
 */
export interface Kernel {
  readonly memory: ArrayBuffer;
  /**
   * sums_ij = bias_j + Σ_p row_ip · weights_pj.
   * @param rows address of the row addresses, int32 [numRows]; each row is int16 [numInner]
   * @param weights address of the weights, int16 [numInner × numColumns]
   * @param bias address of the bias, int32 [numColumns]
   * @param sums address of the output, int32 [numRows × numColumns]
   */
  multiply(
    rows: number,
    weights: number,
    bias: number,
    sums: number,
    numRows: number,
    numInner: number,
    numColumns: number,
  ): void;
  /**
   * One step of gated recurrent units (Cho et al. 2014, in the variant of cuDNN, where the reset gate is applied to the
   * product). x comes from the token's word, and h = sums ⊙ scales from the previous state:
   *
   *     r = σ(x_r + h_r)   u = σ(x_u + h_u)   c = tanh(x_c + r ⊙ h_c)   next = u ⊙ previous + (1 − u) ⊙ c
   *
   * Since σ(z) = ½ + ½ tanh(z/2), callers pass h and x halved, except x_c. tanh is approximated by a quotient of
   * polynomials, with an error of at most 1.3e-5. The addresses in `inputs` and `states` are advanced, so that the next
   * call takes the next step.
   * @param inputs address of int32 [numRows]: for each row, the address of a cell with the address of the token's word.
   * A word begins with its scale, a float32; `part` bytes into it lie the gate inputs x, int16 [3 numHidden]
   * @param states address of int32 [numRows]: for each row, the address of its previous state, int16 in units of 1 /
   * STATE_ONE
   * @param sums address of the first row's sums, int32 [3 numHidden]
   * @param scales address of float32 [3 numHidden]
   * @param activations address of a buffer, float32 [2 numHidden]
   * @param inputsStep bytes to the next token of a row; negative when reading backward
   * @param statesStep bytes to the next state of a row, where `next` is written
   * @param sumsStep bytes to the sums of the next row
   */
  gates(
    inputs: number,
    states: number,
    sums: number,
    scales: number,
    activations: number,
    numRows: number,
    numHidden: number,
    inputsStep: number,
    statesStep: number,
    sumsStep: number,
    part: number,
  ): void;
  /**
   * out_j += Σ_i row_ij, for int8 rows; no sum may exceed 24 bits.
   * @param rows address of the row addresses, int32 [numRows]; each row is int8 [width]
   * @param out address of float32 [width]
   */
  addRows(rows: number, out: number, numRows: number, width: number): void;
  /**
   * Quantizes floats to int16, scaled so that the largest absolute value becomes `largest`.
   * @param numbers address of the input, float32 [size]
   * @param out address of the output, int16 [size]
   * @param scale address of the output scale, a float32
   * @param largest at most 32,767
   */
  quantize(numbers: number, out: number, scale: number, size: number, largest: number): void;
  /**
   * out = sums ⊙ scales · scale + bias.
   * @param sums address of int32 [size]; `scales`, `bias` and `out` are addresses of float32 [size]
   * @param scale address of one float32
   */
  toFloats(sums: number, scales: number, scale: number, bias: number, out: number, size: number): void;
  /**
   * out_i = state_i · query.
   * @param states address of int16 [numTokens × width]; width is a multiple of 8
   * @param query address of int16 [width]
   * @param out address of the output, int32 [numTokens]
   */
  score(states: number, query: number, out: number, numTokens: number, width: number): void;
  /**
   * Pools a text's states by maximum, mean and weighted sum. Sums run from the first token to the last.
   * @param states address of int16 [numTokens × width] in units of 1 / STATE_ONE; width is a multiple of 8, and
   * numTokens at most 1024
   * @param shares address of float32 [numTokens]: each token's weight in the weighted sum
   * @param out address of the output, float32 [3 × width]
   */
  pool(states: number, shares: number, out: number, numTokens: number, width: number): void;
  /**
   * out_j = bias_j + Σ_p numbers_p · weights_pj. Even p are summed starting from the bias, odd p apart, then both sums
   * are added.
   * @param numbers address of float32 [numInner]; numInner is even
   * @param weights address of float32 [numInner × 8]; `bias` and `out` are addresses of float32 [8]
   */
  project(numbers: number, weights: number, bias: number, out: number, numInner: number): void;
}
