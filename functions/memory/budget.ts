import type { AnswerOptions } from '../contract/abstain.ts';
import { LIMITS } from '../contract/limits.ts';
import { PART_BYTES } from '../service/parts.ts';

/**
 * Bytes that the work on a text holds for each of its UTF-16 code units: its tokens and their predictions. Measured
 * on texts of 20,000 characters: 20 to 150, most where every second character is a token.
 */
const WORK_BYTES_PER_CHARACTER = 150;
/** What an answer with the sentences of a text adds: 120 bytes a character where each has three characters. */
const SENTENCES_BYTES_PER_CHARACTER = 120;
/** What an explanation adds: 100 bytes a character likewise, to leave out each sentence of a long text. */
const EXPLANATION_BYTES_PER_CHARACTER = 100;
/** What a character's explanation or sentences add to an answer in JSON: 38 and 105 bytes at most. */
const DETAILS_BYTES_PER_CHARACTER = 150;
/** A body is kept as bytes, then as the strings in it, which take up to two bytes a character. */
const BODY_FACTOR = 2;
/** What a request takes however short it is. */
const REQUEST_BYTES = 8192;
/** A longer line of a stream reserves memory of its own, so that a stream of short ones takes little. */
export const SHORT_LINE_BYTES = 65_536;
/** A stream keeps the line that is not complete yet, and as much that was read ahead. */
const STREAM_BYTES = REQUEST_BYTES + 2 * BODY_FACTOR * SHORT_LINE_BYTES;

/** An amount of memory that somebody may use until it is given back. */
export interface Reservation {
  /** Gives it back; a second time changes nothing. */
  release(): void;
}

/** A bounded amount of memory, in bytes, that is shared out and given back. */
export interface MemoryPool {
  readonly totalBytes: number;
  freeBytes(): number;
  /** @returns undefined when as much is not free, or others wait for it */
  tryReserve(numBytes: number): Reservation | undefined;
  /**
   * Waits until as much is free, in the order of asking. More than the whole pool is taken for the whole pool, so
   * that it comes at some time.
   * @throws what `signal` was aborted with
   */
  reserve(numBytes: number, signal?: AbortSignal): Promise<Reservation>;
}

/** The memory of a process that all requests share: what they send, and what the work on it takes. */
export interface MemoryBudget {
  /** For bodies as they come in, and the texts in them. What does not fit is refused. */
  readonly bodies: MemoryPool;
  /** For texts at work, and the answers to them. What does not fit waits. */
  readonly work: MemoryPool;
}

/** Shares an amount of memory between bodies and work, half each. */
export function createMemoryBudget(totalBytes: number): MemoryBudget {
  return { bodies: createPool(totalBytes / 2), work: createPool(totalBytes / 2) };
}

/** What a body of so many bytes takes of the pool of bodies. */
export function bodyCost(numBytes: number): number {
  return REQUEST_BYTES + BODY_FACTOR * numBytes;
}

/** What a stream of short lines takes of the pool of bodies, however long it is. */
export function streamCost(): number {
  return STREAM_BYTES;
}

/** What a stream takes of it besides, while a line of it is longer than `SHORT_LINE_BYTES`. */
export function longLineCost(): number {
  return BODY_FACTOR * (LIMITS.lineBytes - SHORT_LINE_BYTES);
}

/**
 * What the work on one text after the other takes of the pool of work.
 * @param longest the length of the longest text, in UTF-16 code units
 */
export function workCost(longest: number, { explain, sentences }: AnswerOptions): number {
  const perCharacter =
    WORK_BYTES_PER_CHARACTER +
    (sentences ? SENTENCES_BYTES_PER_CHARACTER : 0) +
    (explain ? EXPLANATION_BYTES_PER_CHARACTER : 0);
  return Math.min(longest, LIMITS.textCharacters) * perCharacter;
}

/**
 * What the main thread holds of a part that another thread answers: its text, and the details in the answer. What the
 * work itself takes is memory of that thread.
 * @param size the size of the part, in bytes or UTF-16 code units
 */
export function partCost(size: number, withDetails: boolean): number {
  return 2 * size + (withDetails ? Math.min(size, PART_BYTES) * DETAILS_BYTES_PER_CHARACTER : 0);
}

function createPool(totalBytes: number): MemoryPool {
  let freeBytes = totalBytes;
  const waiting: { numBytes: number; take(): void }[] = [];

  function take(numBytes: number): Reservation {
    freeBytes -= numBytes;
    let isHeld = true;
    return {
      release() {
        if (!isHeld) return;
        isHeld = false;
        freeBytes += numBytes;
        while (waiting[0] && waiting[0].numBytes <= freeBytes) waiting.shift()!.take();
      },
    };
  }

  function tryReserve(numBytes: number): Reservation | undefined {
    return waiting.length === 0 && numBytes <= freeBytes ? take(numBytes) : undefined;
  }

  return {
    totalBytes,
    freeBytes: () => freeBytes,
    tryReserve,
    reserve(wanted, signal) {
      const numBytes = Math.min(wanted, totalBytes);
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const reservation = tryReserve(numBytes);
        if (reservation) return resolve(reservation);
        const entry = {
          numBytes,
          take() {
            signal?.removeEventListener('abort', leave);
            resolve(take(numBytes));
          },
        };
        function leave(): void {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(signal?.reason);
        }
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
      });
    },
  };
}
