import type { AnswerOptions } from '../contract/abstain.ts';
import { LIMITS } from '../contract/limits.ts';
import { PART_BYTES } from '../service/parts.ts';

/**
 * The memory to classify a text, per UTF-16 code unit: its tokens and their predictions. On texts of 20,000 characters
 * it measured 20 to 150 bytes; the maximum has a token in every second character.
 */
const WORK_BYTES_PER_CHARACTER = 150;
/** The additional memory for `sentences=true`, per character. Measured with sentences of three characters. */
const SENTENCES_BYTES_PER_CHARACTER = 120;
/** The additional memory for `explain=true`, per character. Measured in the same way. */
const EXPLANATION_BYTES_PER_CHARACTER = 100;
/** The JSON of an explanation and of sentences, per character: at most 38 and 105 bytes. */
const DETAILS_BYTES_PER_CHARACTER = 150;
/** A body is kept as bytes, then as strings of up to two bytes per character. */
const BODY_FACTOR = 2;
/** The memory of a request with an empty body. */
const REQUEST_BYTES = 8192;
/**
 * The longest line of a stream that needs no reservation of its own, in bytes. It keeps streams of short lines cheap.
 */
export const SHORT_LINE_BYTES = 65_536;
/** A stream holds one incomplete line, and as much again that was read ahead. */
const STREAM_BYTES = REQUEST_BYTES + 2 * BODY_FACTOR * SHORT_LINE_BYTES;

/** A reserved amount of memory. */
export interface Reservation {
  /** Returns the memory to its pool. Later calls have no effect. */
  release(): void;
}

/** A bounded amount of memory, in bytes, from which parts are reserved. */
export interface MemoryPool {
  readonly totalBytes: number;
  freeBytes(): number;
  /** @returns undefined if too little is free, or others wait for memory */
  tryReserve(numBytes: number): Reservation | undefined;
  /**
   * Waits until enough is free, in the order of the calls. A request for more than the whole pool gets the whole pool,
   * so that it succeeds in the end.
   * @throws the reason of `signal`, by rejecting, if it is aborted
   */
  reserve(numBytes: number, signal?: AbortSignal): Promise<Reservation>;
}

/** The memory that all requests of a process share. */
export interface MemoryBudget {
  /** For received bodies and their texts. A body that does not fit is refused. */
  readonly bodies: MemoryPool;
  /** For classification and responses. Work that does not fit waits. */
  readonly work: MemoryPool;
}

/** Splits an amount of memory, in bytes, equally between bodies and work. */
export function createMemoryBudget(totalBytes: number): MemoryBudget {
  return { bodies: createPool(totalBytes / 2), work: createPool(totalBytes / 2) };
}

/** The memory of a body, from the pool of bodies. */
export function bodyCost(numBytes: number): number {
  return REQUEST_BYTES + BODY_FACTOR * numBytes;
}

/** The memory of a stream of short lines, from the pool of bodies. It does not depend on the number of lines. */
export function streamCost(): number {
  return STREAM_BYTES;
}

/** The additional memory of a stream during a line longer than `SHORT_LINE_BYTES`. */
export function longLineCost(): number {
  return BODY_FACTOR * (LIMITS.lineBytes - SHORT_LINE_BYTES);
}

/**
 * The memory to classify texts one after another, from the pool of work.
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
 * The memory that the main thread needs for a part that a worker thread answers: its texts, and the details in the
 * answer. Classification uses the memory of that thread.
 * @param size the size of the part, in bytes or UTF-16 code units
 * @param withDetails whether the answer has explanations or sentences
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
