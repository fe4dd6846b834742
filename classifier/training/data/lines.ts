import { DatasetError } from '../../src/errors.ts';

/** A file or stream: its name for error messages, and its bytes in chunks of any size. */
export interface Source {
  name: string;
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The longest line or record accepted, in bytes. It bounds memory when a line break or a quote is missing. */
export const MAX_RECORD_BYTES = 1024 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = '\ufeff';
/** The byte order marks of UTF-16, little-endian and big-endian, as two-byte numbers. */
const UTF_16_MARKS = [0xfffe, 0xfeff];
/** In UTF-16, every second byte of a line break is NUL. Within a line, a NUL may belong to the text. */
const NUL_AT_LINE_EDGE = /^\0|(?<=\n)\0|\0(?=\n|$)/;
const UTF_16_LINE = 'a line begins or ends with a NUL byte, as in UTF-16; expected a file saved as UTF-8';

/**
 * Reads a source in blocks of whole lines, without the byte order mark. Every block but the last ends in a line feed,
 * so no character is cut, and memory holds one chunk and one line. If the first line ends in a lone carriage return, as
 * on old Macs, every lone carriage return becomes a line feed.
 * @throws DatasetError for bytes that are not UTF-8 and for a line over `MAX_RECORD_BYTES`
 */
export async function* readBlocks({ name, chunks }: Source): AsyncGenerator<string> {
  let numLines = 0; // in the blocks yielded so far
  let unfinished: Uint8Array[] = []; // the chunks of an incomplete line
  let unfinishedBytes = 0;

  const decode = (bytes: Uint8Array): string => {
    const block = decodeUtf8(bytes) ?? failAtInvalidLine(name, bytes, numLines + 1);
    const isStart = numLines === 0;
    const nul = block.search(NUL_AT_LINE_EDGE);
    if (nul >= 0)
      throw new DatasetError(name, numLines + 1 + countLineFeeds(block.slice(0, nul)), UTF_16_LINE);
    numLines += countLineFeeds(block);
    return isStart && block.startsWith(BYTE_ORDER_MARK) ? block.slice(1) : block;
  };

  for await (const chunk of endLinesInLineFeeds(chunks)) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      yield decode(concatenate([...unfinished, chunk.subarray(0, end)]));
      unfinished = [];
      unfinishedBytes = 0;
    }
    if (end < chunk.length) {
      unfinished.push(chunk.subarray(end));
      unfinishedBytes += chunk.length - end;
    }
    if (unfinishedBytes > MAX_RECORD_BYTES) {
      throw new DatasetError(name, numLines + 1, `the line is longer than ${MAX_RECORD_BYTES} bytes`);
    }
  }
  if (unfinishedBytes > 0) yield decode(concatenate(unfinished));
}

/** Yields the chunks as they are, or with line feeds for lone carriage returns if the first line ends in one. */
async function* endLinesInLineFeeds(chunks: Source['chunks']): AsyncGenerator<Uint8Array> {
  let isOldMac: boolean | undefined; // unknown before the first line break
  let held: Uint8Array[] = []; // a carriage return at the end of a chunk; a line feed may follow
  const convert = (bytes: Uint8Array): Uint8Array => {
    if (isOldMac === undefined) {
      const end = bytes.findIndex((byte) => byte === CARRIAGE_RETURN || byte === LINE_FEED);
      if (end >= 0) isOldMac = isLoneReturn(bytes, end);
    }
    return isOldMac ? bytes.map((byte, i) => (isLoneReturn(bytes, i) ? LINE_FEED : byte)) : bytes;
  };
  for await (const chunk of chunks) {
    const bytes = concatenate([...held, chunk]);
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    held = end < bytes.length ? [bytes.subarray(end)] : [];
    yield convert(bytes.subarray(0, end));
  }
  yield convert(concatenate(held));
}

function isLoneReturn(bytes: Uint8Array, i: number): boolean {
  return bytes[i] === CARRIAGE_RETURN && bytes[i + 1] !== LINE_FEED;
}

/** A line of a source without its line break; `line` counts from 1. */
export interface Line {
  line: number;
  text: string;
}

/**
 * Reads the lines of a source one by one. A line ends in a line feed, with or without a carriage return before it.
 * @throws DatasetError for bytes that are not UTF-8 and for a line over `MAX_RECORD_BYTES`
 */
export async function* readLines(source: Source): AsyncGenerator<Line> {
  let line = 0;
  for await (const block of readBlocks(source)) {
    const lines = block.split('\n');
    if (lines.at(-1) === '') lines.pop(); // the block ended in a line feed
    for (const text of lines) yield { line: ++line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  }
}

/** Counts the line feeds in a text. */
export function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * Decodes UTF-8; `undefined` if the bytes are invalid. A byte order mark is kept, because only one at the start of a
 * file is a mark.
 */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Finds the first line that is not UTF-8 and throws; `firstLine` is the number of the first line in `bytes`. */
function failAtInvalidLine(name: string, bytes: Uint8Array, firstLine: number): never {
  if (firstLine === 1 && UTF_16_MARKS.includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0))) {
    throw new DatasetError(name, 1, 'the file has a byte order mark of UTF-16; expected UTF-8');
  }
  let line = firstLine;
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    if (decodeUtf8(bytes.subarray(start, end)) === undefined) break;
    start = end + 1;
    line++;
  }
  throw new DatasetError(name, line, 'the bytes are not valid UTF-8; expected a file saved as UTF-8');
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
