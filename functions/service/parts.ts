import type { AnswerOptions } from '../contract/abstain.ts';
import type { Line, LineFault } from '../wire/read-lines.ts';

/**
 * How large a part of several texts is at most, in bytes or UTF-16 code units: its message then costs little beside its
 * work of some 10 ms.
 */
export const PART_BYTES = 16_384;
/** How many texts a part holds at most. */
export const PART_TEXTS = 128;
/** An explanation takes ten times as long as the result alone. */
const EXPLAINED_SHARE = 1 / 8;

/** Neighbouring texts of a batch or lines of a stream, for one thread to answer. */
export interface Part<Entry> {
  entries: readonly Entry[];
  /** The place of the first one, from 0. */
  first: number;
  /** Their size together: bytes of lines, UTF-16 code units of texts. */
  size: number;
}

/**
 * Cuts a batch, or the lines that came together, into parts.
 * @param sizeOf the size of an entry; a larger one than a part may be is a part by itself
 * @param start the place of the first entry, from 0
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

/** Why a line may have no bytes. */
const FAULTS: readonly LineFault[] = ['line-too-long', 'overloaded'];

/** Lines in one piece of memory, as messages to threads carry them. */
export interface PackedLines {
  bytes: Uint8Array<ArrayBuffer>;
  /** The length of each line; of one that has no bytes −1 − the place of the reason in `FAULTS`. */
  lengths: Int32Array;
}

/** Copies lines into one piece of memory. */
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

/** The lines that were packed, as views. */
export function unpackLines({ bytes, lengths }: PackedLines): Line[] {
  let at = 0;
  return Array.from(lengths, (length) => {
    if (length < 0) return FAULTS[-1 - length]!;
    const line = bytes.subarray(at, at + length);
    at += length;
    return line;
  });
}
