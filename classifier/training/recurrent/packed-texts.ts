/** Texts side by side, the longest first: row i of a step is text i while it has tokens left. */
export interface PackedTexts {
  numTexts: number;
  /** Of all texts, each at least one. */
  numTokens: number;
  /** Shape [number of steps]: how many texts have a token at each step, never rising. */
  counts: readonly number[];
  /** Shape [number of steps]: where the tokens of each step begin among all. */
  starts: readonly number[];
}

/**
 * Packs texts of these lengths, which must not rise.
 * @param lengths shape [numTexts], in tokens, each at least 1
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
