/** What 1 is in the network's states, and what none of them is beyond. */
export const STATE_ONE = 2 ** 14;
/** What lies below belongs to the kernel: its constants. */
export const FIRST_BYTE = 2048;

/**
 * The inner loops of reading, on one memory. Sums of products are of whole numbers, which wrap around at 32 bits, and
 * floats of 32 bits are added in the order told here, so that the results are the same to the last bit wherever they are
 * computed; no sum of a trained network wraps. A place is a
 * number of bytes from the memory's start, a multiple of 4. Numbers lie side by side, shorts in 16 bits, integers and
 * floats in 32; a width is a multiple of 4 where nothing else is said. Weights [numInner × numColumns] of shorts lie
 * pair by pair, [numInner / 2 × numColumns × 2], since one instruction multiplies and adds pairs.
 */
export interface Kernel {
  readonly memory: ArrayBuffer;
  /**
   * sums_ij = bias_j + Σ_p row_ip · weights_pj.
   * @param rows where the places of the rows [numRows] stand, each of shorts [numInner]
   * @param weights where the weights of shorts [numInner × numColumns] begin
   * @param bias where the integers [numColumns] begin
   * @param sums where the integers [numRows × numColumns] are written
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
   * One step of gated recurrent units (Cho et al. 2014, in the form where the reset gate works on the product, as in
   * cuDNN), with x from the token's word and h = sums ⊙ scales from the state before:
   *
   *     r = σ(x_r + h_r)   u = σ(x_u + h_u)   c = tanh(x_c + r ⊙ h_c)   next = u ⊙ previous + (1 − u) ⊙ c
   *
   * σ(z) = ½ + ½ tanh(z/2), so h comes halved and x too, but for x_c; tanh is a quotient of polynomials, off by 1.3e-5
   * at most. All lists move on, so that the next call takes the next step.
   * @param inputs where the places of each row's token stand [numRows], of where its word begins in turn: what 1 is
   *   in its shares, a float, and `part` bytes on the shares x, shorts [3 numHidden]
   * @param states where the places of each row's state before stand [numRows], shorts in units of 1 / STATE_ONE
   * @param sums where the sums of the first row begin, integers [3 numHidden]
   * @param scales where the floats [3 numHidden] begin
   * @param activations where floats [2 numHidden] may be written
   * @param inputsStep how far on the next token of a row is, in bytes; below 0 when it is read backwards
   * @param statesStep how far on the next state of a row is, in bytes; there `next` is written
   * @param sumsStep how far on the sums of the next row are, in bytes
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
   * out_j += Σ_i row_ij, for whole numbers of 8 bits; no sum may leave 24 bits.
   * @param rows where the places of the rows [numRows] stand, each of bytes [width]
   * @param out where the floats [width] begin
   */
  addRows(rows: number, out: number, numRows: number, width: number): void;
  /**
   * Writes floats as shorts, the largest in size as ±largest.
   * @param numbers where the floats [size] begin
   * @param out where the shorts [size] are written
   * @param scale where it is written what 1 is in them, a float
   * @param largest at most 32,767
   */
  quantize(numbers: number, out: number, scale: number, size: number, largest: number): void;
  /**
   * out = sums ⊙ scales · scale + bias.
   * @param sums where the integers [size] begin; so do the floats `scales` and `bias`, and the floats written to `out`
   * @param scale where one float stands
   */
  toFloats(sums: number, scales: number, scale: number, bias: number, out: number, size: number): void;
  /**
   * out_i = state_i · query.
   * @param states where shorts [numTokens × width] begin; width is a multiple of 8
   * @param query where shorts [width] begin
   * @param out where integers [numTokens] are written
   */
  score(states: number, query: number, out: number, numTokens: number, width: number): void;
  /**
   * A text's states by maximum, mean and weighted sum, the sums from the first token to the last.
   * @param states where shorts [numTokens × width] begin, in units of 1 / STATE_ONE; width is a multiple of 8, and there
   *   are at most 1024 tokens
   * @param shares where floats [numTokens] begin: what each token counts in the weighted sum
   * @param out where floats [3 × width] are written
   */
  pool(states: number, shares: number, out: number, numTokens: number, width: number): void;
  /**
   * out_j = bias_j + Σ_p numbers_p · weights_pj: over the even p from the bias on, over the odd ones, and the sum of both.
   * @param numbers where floats [numInner] begin; numInner is even
   * @param weights where floats [numInner × 8] begin; `bias` and `out` are floats [8]
   */
  project(numbers: number, weights: number, bias: number, out: number, numInner: number): void;
}
