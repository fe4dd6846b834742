import type { AnswerOptions } from '../contract/abstain.ts';
import type { Line, LineFault } from '../wire/read-lines.ts';

/**
 * The largest part with several texts, in bytes or UTF-16 code units. It takes some 10 ms, so that posting it to a
 * thread costs little in comparison.
 */
export const PART_BYTES = 16_384;
/** The most texts in a part. */
export const PART_TEXTS = 128;
/** Parts with explanations are smaller, since an explanation takes ten times as long as a result. */
const EXPLAINED_SHARE = 1 / 8;

/** Consecutive texts of a batch, or lines of a stream, for one thread to answer. */
export interface Part<Entry> {
  entries: readonly Entry[];
  /** The index of the first entry, from 0. */
  first: number;
  /** The total size: bytes of lines, UTF-16 code units of texts. */
  size: number;
}

/**
 * Splits a batch, or the lines of one chunk, into parts.
 * @param sizeOf returns the size of an entry; an oversized entry is a part by itself
 * @param start the index of the first entry, from 0
 */
export function splitIntoParts<Entry>(
  entries: readonly Entry[],
  sizeOf: (entry: Entry) => number,
  { explain }: AnswerOptions,
  start = 0,
): Part<Entry>[] {
  const share = explain ? EXPLAINED_SHARE : 1;
  const parts: Part<Entry>[] = [];
  let from = 0;
  let size = 0;
  const close = (to: number): void => {
    if (to > from) parts.push({ entries: entries.slice(from, to), first: start + from, size });
    from = to;
    size = 0;
  };
  for (const [i, entry] of entries.entries()) {
    const more = sizeOf(entry);
    if (size + more > PART_BYTES * share || i - from >= PART_TEXTS * share) close(i);
    size += more;
  }
  close(entries.length);
  return parts;
}

/** The reasons why a line has no bytes. */
const FAULTS: readonly LineFault[] = ['line-too-long', 'overloaded'];

/** Lines in one buffer, for messages to threads. */
export interface PackedLines {
  bytes: Uint8Array<ArrayBuffer>;
  /** The length of each line; for a line without bytes, −1 − the index of the reason in `FAULTS`. */
  lengths: Int32Array;
}

/** Copies lines into one buffer. */
export function packLines(lines: readonly Line[]): PackedLines {
  const lengths = Int32Array.from(lines, (line) =>
    typeof line === 'string' ? -1 - FAULTS.indexOf(line) : line.length,
  );
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + Math.max(0, length), 0));
  let at = 0;
  for (const line of lines) {
    if (typeof line === 'string') continue;
    bytes.set(line, at);
    at += line.length;
  }
  return { bytes, lengths };
}

/** Returns the packed lines, as views of the buffer. */
export function unpackLines({ bytes, lengths }: PackedLines): Line[] {
  let at = 0;
  return Array.from(lengths, (length) => {
    if (length < 0) return FAULTS[-1 - length]!;
    const line = bytes.subarray(at, at + length);
    at += length;
    return line;
  });
}
