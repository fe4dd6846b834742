import { DatasetError } from '../../src/errors.ts';

/** A file or stream as it comes: its name for error messages, and its bytes in chunks of any size. */
export interface Source {
  name: string;
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The longest line or record read, in bytes: what keeps memory bounded when a line break or a quote is missing. */
export const MAX_RECORD_BYTES = 1024 * 1024;

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * The text of a source in blocks of whole lines, without a byte order mark. Every block but the last ends in a
 * line feed, so no character is ever cut, and memory holds one chunk and one line.
 * @throws DatasetError for bytes that are not UTF-8 and for a line over `MAX_RECORD_BYTES`
 */
export async function* readBlocks({ name, chunks }: Source): AsyncGenerator<string> {
  let numLines = 0; // in the blocks given so far
  let unfinished: Uint8Array[] = []; // the chunks of a line whose end has not come yet
  let unfinishedBytes = 0;

  const decode = (bytes: Uint8Array): string => {
    const block = decodeUtf8(bytes) ?? failAtInvalidLine(name, bytes, numLines + 1);
    const isStart = numLines === 0;
    numLines += countLineFeeds(block);
    return isStart && block.startsWith(BYTE_ORDER_MARK) ? block.slice(1) : block;
  };

  for await (const chunk of chunks) {
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
