/** Words and their vectors. */
export interface WordVectorTable {
  /** Where they come from, such as `wink` or a file's name. */
  name: string;
  numDimensions: number;
  /** Each once. */
  words: readonly string[];
  /** Shape [number of words × numDimensions], row by row. */
  vectors: Float32Array;
}

/** A word and the cosine of its vector with that of the word asked for, -1..1. */
export interface Neighbor {
  word: string;
  cosine: number;
}

/**
 * The cosine of the vectors of two words, as `cosineOfRows` has it.
 * @throws RangeError for a word that the table does not hold
 */
export function cosine(table: WordVectorTable, word: string, other: string): number {
  return cosineOfRows(table, rowOf(table, word), rowOf(table, other));
}

/**
 * The words whose vectors have the largest cosine with that of `word`, the nearest first, `word` itself left out.
 * @throws RangeError for a word that the table does not hold
 */
export function findNearest(table: WordVectorTable, word: string, count: number): Neighbor[] {
  const row = rowOf(table, word);
  const cosines = Float64Array.from(table.words, (_, other) => cosineOfRows(table, row, other));
  const order = Uint32Array.from(table.words.keys()).sort((a, b) => cosines[b]! - cosines[a]! || a - b);
  return Array.from(order.filter((other) => other !== row).subarray(0, count), (other) => ({
    word: table.words[other]!,
    cosine: cosines[other]!,
  }));
}

function rowOf({ name, words }: WordVectorTable, word: string): number {
  const row = words.indexOf(word);
  if (row < 0) throw new RangeError(`${name} has no vector of "${word}"`);
  return row;
}

/** The cosine of the vectors of two rows, -1..1; 0 where one of them has no direction, as all its numbers are 0. */
export function cosineOfRows(
  { vectors, numDimensions }: WordVectorTable,
  row: number,
  other: number,
): number {
  const from = row * numDimensions;
  const otherFrom = other * numDimensions;
  let product = 0;
  let square = 0;
  let otherSquare = 0;
  for (let i = 0; i < numDimensions; i++) {
    const a = vectors[from + i]!;
    const b = vectors[otherFrom + i]!;
    product += a * b;
    square += a * a;
    otherSquare += b * b;
  }
  // Rounding may lead just beyond 1.
  return square * otherSquare === 0
    ? 0
    : Math.max(-1, Math.min(1, product / Math.sqrt(square * otherSquare)));
}
