import { LIMITS } from '../contract/limits.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { bodyCost, type MemoryPool, type Reservation } from './budget.ts';

/** The memory of a body while it is received. */
export interface BodyMemory extends Reservation {
  /**
   * Grows the reservation to that of a body of this length.
   * @param length in bytes
   * @param expected the length of the whole body, if known. Otherwise the reservation is doubled, so it grows only a
   *   few times
   * @returns false if too little memory is free
   */
  tryGrow(length: number, expected?: number): boolean;
}

/** Creates an empty reservation. */
export function createBodyMemory(memory: MemoryPool): BodyMemory {
  const reservations: Reservation[] = [];
  let numReserved = 0;
  return {
    tryGrow(length, expected) {
      if (length <= numReserved) return true;
      const wanted = expected ?? Math.min(LIMITS.bodyBytes, Math.max(2 * numReserved, length));
      const more = memory.tryReserve(bodyCost(wanted) - (numReserved > 0 ? bodyCost(numReserved) : 0));
      if (!more) return false;
      reservations.push(more);
      numReserved = wanted;
      return true;
    },
    release() {
      for (const reservation of reservations) reservation.release();
    },
  };
}

/** Creates the error for a body that does not fit into the free memory. */
export function noRoom(): ProblemError {
  return problem('overloaded', 'Too little memory is free for this body; send the request again later.');
}
