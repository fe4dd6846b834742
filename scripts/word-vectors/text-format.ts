import { DatasetError, readLines, type Source } from '../../classifier/training/index.ts';
import type { WordVectorTable } from './word-vector-table.ts';

/*
 * The text format of word2vec, which gensim, fastText and others read and write: a first line with the number of
 * words and of dimensions, then a line for each word with its numbers, all separated by one space.
 *
 *   2 3
 *   good 0.5 -0.25 1
 *   bad 0.125 0 -1
 */

const EXAMPLE = 'the number of words and of dimensions, such as "17000 100"';

/** Formats word vectors in the text format, in the order of the table. Each number is read back exactly. */
export function formatWordVectors({ words, numDimensions, vectors }: Omit<WordVectorTable, 'name'>): string {
  const lines = words.map((word, row) => {
    const vector = vectors.subarray(row * numDimensions, (row + 1) * numDimensions);
    return `${word} ${Array.from(vector, formatNumber).join(' ')}`;
  });
  return `${[`${words.length} ${numDimensions}`, ...lines].join('\n')}\n`;
}

/**
 * Reads the text format.
 * @param onWord called with the number of words read so far and the total
 * @throws DatasetError with the line that is malformed, and if words are missing
 */
export async function parseWordVectors(
  source: Source,
  onWord: (done: number, total: number) => void = () => {},
): Promise<Omit<WordVectorTable, 'name'>> {
  const fail = (line: number | undefined, problem: string): never => {
    throw new DatasetError(source.name, line, problem);
  };
  let header: { numWords: number; numDimensions: number } | undefined;
  const rowOf = new Map<string, number>();
  // Allocated row by row, because the count in a header may be wrong and far too large.
  const rows: Float32Array[] = [];
  for await (const { line, text } of readLines(source)) {
    // word2vec itself ends a line with a space.
    const [word, ...fields] = text.trimEnd().split(' ') as [string, ...string[]];
    if (header === undefined) {
      header = parseHeader([word, ...fields]) ?? fail(line, `${describe(text)}; expected ${EXAMPLE}`);
      continue;
    }
    const { numWords, numDimensions } = header;
    if (rows.length === numWords) fail(line, `one line more than the ${numWords} words of the first line`);
    if (word === '') fail(line, 'the word is missing; expected a word, then its numbers');
    if (fields.length !== numDimensions) {
      fail(line, `${fields.length} numbers after "${word}"; expected ${numDimensions}`);
    }
    const before = rowOf.get(word);
    if (before !== undefined) fail(line, `"${word}" repeats line ${before + 2}; expected each word once`);
    const vector = Float32Array.from(fields, Number);
    const wrong = fields.findIndex((field, i) => field === '' || !Number.isFinite(vector[i]));
    if (wrong >= 0) fail(line, `${describe(fields[wrong]!)} after "${word}"; expected a finite number`);
    rowOf.set(word, rows.length);
    rows.push(vector);
    onWord(rows.length, numWords);
  }
  if (header === undefined) return fail(undefined, `the file is empty; expected ${EXAMPLE}`);
  const { numWords, numDimensions } = header;
  if (rows.length < numWords)
    fail(undefined, `${rows.length} words; expected ${numWords}, as its first line says`);
  const vectors = new Float32Array(numWords * numDimensions);
  for (const [row, vector] of rows.entries()) vectors.set(vector, row * numDimensions);
  return { numDimensions, words: [...rowOf.keys()], vectors };
}

function parseHeader(fields: readonly string[]): { numWords: number; numDimensions: number } | undefined {
  if (fields.length !== 2 || !fields.every((field) => /^[1-9]\d{0,8}$/.test(field))) return undefined;
  const [numWords, numDimensions] = fields.map(Number) as [number, number];
  return { numWords, numDimensions };
}

/** Formats a 32-bit float with nine digits, which identify it uniquely. */
function formatNumber(number: number): string {
  return String(Number(number.toPrecision(9)));
}

/** Quotes a field for an error message, cut if it is long. */
function describe(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
