import { LIMITS } from '../contract/limits.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { bodyCost, type MemoryPool, type Reservation } from './budget.ts';

/** The memory of a body while its bytes come. */
export interface BodyMemory extends Reservation {
  /**
   * Has as much reserved as a body of this length takes.
   * @param expected the length of the whole body, where it is known; else what there is is doubled, so that it asks a
   * few times at most
   * @returns false where that is not free
   */
  tryGrow(length: number, expected?: number): boolean;
}

/** Reserves nothing yet. */
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

/** The error for a body whose memory is not free. */
export function noRoom(): ProblemError {
  return problem(
    'overloaded',
    'More is being sent than fits into the memory; send this request again later.',
  );
}
