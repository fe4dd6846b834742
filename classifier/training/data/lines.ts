import { DatasetError } from '../../src/errors.ts';

/** A file or stream as it comes: its name for error messages, and its bytes in chunks of any size. */
export interface Source {
  name: string;
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The longest line or record read, in bytes: what keeps memory bounded when a line break or a quote is missing. */
export const MAX_RECORD_BYTES = 1024 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = '\ufeff';
/** The byte order marks of UTF-16, little-endian and big-endian, as two bytes in a row. */
const UTF_16_MARKS = [0xfffe, 0xfeff];
/** Every second byte of a UTF-16 line break, and of most else there, is NUL; within a line a NUL may be the text's own. */
const NUL_AT_LINE_EDGE = /^\0|(?<=\n)\0|\0(?=\n|$)/;
const UTF_16_LINE = 'a line begins or ends with a NUL byte, as in UTF-16; expected a file saved as UTF-8';

/**
 * The text of a source in blocks of whole lines, without a byte order mark. Every block but the last ends in a
 * line feed, so no character is ever cut, and memory holds one chunk and one line. Where the first line ends in a
 * carriage return alone, as on old Macs, each of these is given as a line feed.
 * @throws DatasetError for bytes that are not UTF-8 and for a line over `MAX_RECORD_BYTES`
 */
export async function* readBlocks({ name, chunks }: Source): AsyncGenerator<string> {
  let numLines = 0; // in the blocks given so far
  let unfinished: Uint8Array[] = []; // the chunks of a line whose end has not come yet
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

/** The chunks as they are, or with line feeds for lone carriage returns where the first line ends in one. */
async function* endLinesInLineFeeds(chunks: Source['chunks']): AsyncGenerator<Uint8Array> {
  let isOldMac: boolean | undefined; // not known before the first line break
  let held: Uint8Array[] = []; // a carriage return that ended a chunk: a line feed may follow
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
 * The lines of a source one by one; they end in a line feed, with or without a carriage return before it.
 * @throws DatasetError as `readBlocks`
 */
export async function* readLines(source: Source): AsyncGenerator<Line> {
  let line = 0;
  for await (const block of readBlocks(source)) {
    const lines = block.split('\n');
    if (lines.at(-1) === '') lines.pop(); // the block ended in its line feed
    for (const text of lines) yield { line: ++line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  }
}

/** How many line feeds `text` holds. */
export function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** `undefined` for bytes that are not UTF-8. A byte order mark is kept: it stands for one only at the start of a file. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Finds the first line of `bytes` that is not UTF-8; the first of them all is line `firstLine` of the file. */
function failAtInvalidLine(name: string, bytes: Uint8Array, firstLine: number): never {
  if (firstLine === 1 && UTF_16_MARKS.includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0))) {
    throw new DatasetError(name, 1, 'the file is in UTF-16, as its byte order mark says; expected UTF-8');
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
