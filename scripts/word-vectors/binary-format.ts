import { DatasetError, type Source } from '../../classifier/training/index.ts';
import type { WordVectorTable } from './word-vector-table.ts';

/*
 * The binary format of word2vec (Mikolov et al. 2013): a first line with the number of words and of dimensions, then for
 * each word its UTF-8, a space, its numbers as 32-bit floats, little-endian, and a line feed, which some programs leave
 * out.
 */

/** The maximum length of the first line and of a word, in bytes. */
const MAX_TEXT_BYTES = 1000;
const FLOAT_BYTES = 4;
const SPACE = 0x20;
const LINE_FEED = 0x0a;

/**
 * Decides whether to keep a word, given the word and its index in the file, from 0; the most frequent words come first.
 */
export type KeepWord = (word: string, place: number) => boolean;

/**
 * Reads the binary format as a stream. Only the kept words take memory.
 * @param onWord called with the number of words read so far and the total
 * @throws DatasetError with the byte position if the file is malformed or ends before its last word
 */
export async function parseBinaryVectors(
  source: Source,
  keep: KeepWord,
  onWord: (done: number, total: number) => void = () => {},
): Promise<Omit<WordVectorTable, 'name'>> {
  const reader = createByteReader(source);
  const fail = (problem: string): never => {
    throw new DatasetError(source.name, undefined, `byte ${reader.position()}: ${problem}`);
  };
  const first = (await reader.readUntil(LINE_FEED)) ?? '';
  const [, numWords, numDimensions] = (/^([1-9]\d{0,8}) ([1-9]\d{0,5})\r?$/.exec(first) ?? []).map(Number);
  if (numWords === undefined || numDimensions === undefined) {
    return fail('expected a first line with the number of words and of dimensions, such as "3000000 300"');
  }
  const rowOf = new Map<string, number>();
  const rows: Float32Array[] = [];
  for (let place = 0; place < numWords; place++) {
    const word = (await reader.readUntil(SPACE))?.replace(/^\n/, '');
    if (word === undefined || word === '')
      return fail(`expected word ${place + 1} of ${numWords}, then a space`);
    const bytes = await reader.read(numDimensions * FLOAT_BYTES);
    if (bytes === undefined)
      return fail(`the file ends within the ${numDimensions} numbers of word ${place + 1} of ${numWords}`);
    if (keep(word, place) && !rowOf.has(word)) {
      // Copied, because the vector may not be aligned.
      const vector = new Float32Array(new Uint8Array(bytes).buffer);
      if (!vector.every(Number.isFinite)) return fail(`word ${place + 1} has a number that is not finite`);
      rowOf.set(word, rows.length);
      rows.push(vector);
    }
    onWord(place + 1, numWords);
  }
  const vectors = new Float32Array(rows.length * numDimensions);
  for (const [row, vector] of rows.entries()) vectors.set(vector, row * numDimensions);
  return { numDimensions, words: [...rowOf.keys()], vectors };
}

/** Reads a source piece by piece, with one piece and one chunk in memory. */
function createByteReader({ chunks: all }: Source) {
  const chunks = iterate(all);
  let chunk = Buffer.alloc(0);
  let numBytes = 0;

  /** Appends the next chunk; false at the end of the source. */
  async function pull(): Promise<boolean> {
    const { value, done } = await chunks.next();
    if (done) return false;
    chunk = chunk.length === 0 ? Buffer.from(value) : Buffer.concat([chunk, value]);
    return true;
  }
  function take(length: number): Buffer {
    const taken = chunk.subarray(0, length);
    chunk = chunk.subarray(length);
    numBytes += length;
    return taken;
  }
  return {
    /** The number of bytes read so far. */
    position: () => numBytes,
    /** Reads `length` bytes; undefined if fewer are left. */
    async read(length: number): Promise<Buffer | undefined> {
      while (chunk.length < length) if (!(await pull())) return undefined;
      return take(length);
    },
    /**
     * Reads the text before a delimiter byte and skips the delimiter; undefined if it is not within `MAX_TEXT_BYTES`.
     */
    async readUntil(byte: number): Promise<string | undefined> {
      for (;;) {
        const end = chunk.indexOf(byte);
        if (end > MAX_TEXT_BYTES || (end < 0 && chunk.length > MAX_TEXT_BYTES)) return undefined;
        if (end >= 0) {
          const text = take(end).toString();
          take(1);
          return text;
        }
        if (!(await pull())) return undefined;
      }
    },
  };
}

async function* iterate(chunks: Source['chunks']): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
