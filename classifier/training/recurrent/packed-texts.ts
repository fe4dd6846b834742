/** Texts side by side, longest first: row i of a step is text i, as long as it has tokens left. */
export interface PackedTexts {
  numTexts: number;
  /** The number of tokens in all texts; each text has at least one. */
  numTokens: number;
  /** Shape [number of steps]: how many texts have a token at each step, in descending order. */
  counts: readonly number[];
  /** Shape [number of steps]: the index of each step's first token. */
  starts: readonly number[];
}

/**
 * Packs texts of these lengths.
 * @param lengths shape [numTexts], in tokens, each at least 1, in descending order
 */
export function packTexts(lengths: ArrayLike<number>): PackedTexts {
  const numTexts = lengths.length;
  const numSteps = lengths[0] ?? 0;
  const counts: number[] = [];
  const starts: number[] = [];
  let numTokens = 0;
  let count = numTexts;
  for (let step = 0; step < numSteps; step++) {
    while (lengths[count - 1]! <= step) count--;
    counts.push(count);
    starts.push(numTokens);
    numTokens += count;
  }
  return { numTexts, numTokens, counts, starts };
}

/** The number of tokens of a packed text. */
export function lengthOf(text: number, { counts }: PackedTexts): number {
  let length = counts.length;
  while (length > 0 && counts[length - 1]! <= text) length--;
  return length;
}
