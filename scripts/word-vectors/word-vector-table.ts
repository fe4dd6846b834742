/** A table of words and their vectors. */
export interface WordVectorTable {
  /** The source of the vectors, such as `wink` or a file name. */
  name: string;
  numDimensions: number;
  /** The words, each once. */
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
 * The cosine of the vectors of two words, as computed by `cosineOfRows`.
 * @throws RangeError for a word that is not in the table
 */
export function cosine(table: WordVectorTable, word: string, other: string): number {
  return cosineOfRows(table, rowOf(table, word), rowOf(table, other));
}

/**
 * Finds the words whose vectors have the largest cosine with that of `word`, the nearest first, without `word` itself.
 * @throws RangeError for a word that is not in the table
 */
export function findNearest(table: WordVectorTable, word: string, count: number): Neighbor[] {
  const row = rowOf(table, word);
  return rank(
    table,
    Float64Array.from(table.words, (_, other) => cosineOfRows(table, row, other)),
    new Set([row]),
    count,
  );
}

/** A term of a sum: a word with its sign. */
export interface Term {
  word: string;
  sign: 1 | -1;
}

/**
 * Finds the words nearest to a sum of words, such as `good − bad + happy`, by the offset of unit vectors (Mikolov, Yih
 * and Zweig 2013, "Linguistic Regularities in Continuous Space Word Representations"). The words of the sum are left
 * out.
 * @throws RangeError for a word that is not in the table
 */
export function findAnalogous(table: WordVectorTable, terms: readonly Term[], count: number): Neighbor[] {
  const { vectors, numDimensions } = table;
  const rows = terms.map(({ word }) => rowOf(table, word));
  const sum = new Float32Array(numDimensions);
  for (const [t, row] of rows.entries()) {
    const vector = vectors.subarray(row * numDimensions, (row + 1) * numDimensions);
    const factor = terms[t]!.sign / (Math.hypot(...vector) || 1);
    for (let i = 0; i < numDimensions; i++) sum[i]! += factor * vector[i]!;
  }
  // The sum is an extra row after the words.
  const withSum = { ...table, vectors: concat(vectors, sum) };
  const cosines = Float64Array.from(table.words, (_, row) => cosineOfRows(withSum, table.words.length, row));
  return rank(table, cosines, new Set(rows), count);
}

/**
 * Ranks words by their mean cosine with the others, the lowest first: the first is the odd one out.
 * @param words at least three
 * @throws RangeError for a word that is not in the table
 */
export function findOdd(table: WordVectorTable, words: readonly string[]): Neighbor[] {
  const means = words.map((word) => {
    const others = words.filter((other) => other !== word);
    const sum = others.reduce((total, other) => total + cosine(table, word, other), 0);
    return { word, cosine: sum / others.length };
  });
  return means.sort((a, b) => a.cosine - b.cosine);
}

function concat(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function rank(
  { words }: WordVectorTable,
  cosines: Float64Array,
  leftOut: ReadonlySet<number>,
  count: number,
): Neighbor[] {
  const order = Uint32Array.from(words.keys()).sort((a, b) => cosines[b]! - cosines[a]! || a - b);
  return Array.from(order.filter((row) => !leftOut.has(row)).subarray(0, count), (row) => ({
    word: words[row]!,
    cosine: cosines[row]!,
  }));
}

function rowOf({ name, words }: WordVectorTable, word: string): number {
  const row = words.indexOf(word);
  if (row < 0) throw new RangeError(`${name} has no vector for "${word}"`);
  return row;
}

/** The cosine of the vectors of two rows, −1..1; 0 if one of them is the zero vector. */
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
  // Rounding may give a value slightly above 1.
  return square * otherSquare === 0
    ? 0
    : Math.max(-1, Math.min(1, product / Math.sqrt(square * otherSquare)));
}
