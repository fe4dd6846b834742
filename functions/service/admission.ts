import type { AfterArrivals } from './arrivals.ts';
import type { RefuseLater } from './pace-refusals.ts';

/** The longest time for admitting requests before the event loop polls the network, where probes may wait. */
const TURN_MS = 10;
/** The longest expected wait, in milliseconds. A request that would wait longer is refused. */
const LONGEST_WAIT_MS = 500;
/** The longest time in the queue, in milliseconds: the expected wait is no more than an estimate, and unknown in a first burst. */
const LONGEST_QUEUED_MS = 2000;
/** A request with fewer before it gets its turn however long that takes: few at once are no overload. */
const FEW_BEFORE = 8;
/** The least number of latest requests, roughly, that the mean time is measured over. */
const NUM_MEASURED = 50;

/** The delay before checking again for room, in milliseconds. */
const LOOK_AGAIN_MS = 2;

/** A queue that admits requests one after another, or refuses them under overload. */
export interface Admission {
  /** Calls `enter` when it is the request's turn, or `refuse` later if the wait would be too long. */
  ask(enter: () => void, refuse: () => void): void;
  /** Whether a request that asks now would wait too long. */
  isOverloaded(): boolean;
  /** Returns the number of requests in the queue. */
  numWaiting(): number;
}

/** A request in the queue. */
interface Waiting {
  enter: () => void;
  refuse: () => void;
  /** The time of asking, in milliseconds. */
  askedMs: number;
  /** The number of requests in the queue then. */
  numBefore: number;
}

/** The options of `createAdmission`. */
interface AdmissionOptions {
  refuseLater: RefuseLater;
  /** Schedules the admission of requests; `setImmediate` by default. */
  afterArrivals?: AfterArrivals;
  /** Whether one more request can be processed, for requests that are processed later; always by default. */
  hasRoom?: () => boolean;
}

/**
 * Creates an admission queue. It detects overload by the length of the queue and the mean time per request. A slow
 * processor alone causes no refusals, since a request with an empty queue is always admitted.
 */
export function createAdmission({
  refuseLater,
  afterArrivals = setImmediate,
  hasRoom,
}: AdmissionOptions): Admission {
  const waiting: Waiting[] = [];
  const isRoomLeft = (): boolean => hasRoom?.() ?? true;
  /** The mean time between two admissions while requests wait, in milliseconds; an exponential moving average. */
  let meanMs = 0;
  /** The time of the last admission; undefined if the queue has been empty since. */
  let latest: number | undefined;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled || waiting.length === 0) return;
    isScheduled = true;
    if (isRoomLeft()) afterArrivals(letIn);
    else setTimeout(letIn, LOOK_AGAIN_MS);
  }

  async function letIn(): Promise<void> {
    const start = performance.now();
    let numEntered = 0;
    let now = start;
    while (waiting.length > 0 && isRoomLeft() && now - start < TURN_MS) {
      const { enter, refuse, askedMs, numBefore } = waiting.shift()!;
      if (numBefore >= FEW_BEFORE && now - askedMs > LONGEST_QUEUED_MS) {
        refuseLater(refuse);
        continue;
      }
      enter();
      numEntered++;
      // Then the request is processed, or waits for a time slice.
      await settled();
      now = performance.now();
    }
    if (numEntered > 0) {
      // Work that waits for room takes no time yet, so that an admission to an empty queue says nothing of it.
      const since = latest ?? (hasRoom ? undefined : start);
      if (since !== undefined) measure((now - since) / numEntered, numEntered);
      latest = now;
    }
    if (waiting.length === 0) latest = undefined;
    isScheduled = false;
    schedule();
  }

  /**
   * Updates the mean, over as many requests as wait: a pause for garbage collection that delays a thousand once is no
   * overload. It starts at zero and rises slowly, since the first requests of a process take longer.
   */
  function measure(timeMs: number, numEntered: number): void {
    const numMeasured = Math.max(NUM_MEASURED, waiting.length);
    meanMs += Math.min(1, numEntered / numMeasured) * (timeMs - meanMs);
  }

  const isOverloaded = (): boolean => waiting.length * meanMs > LONGEST_WAIT_MS;

  return {
    isOverloaded,
    ask(enter, refuse) {
      if (isOverloaded()) {
        refuseLater(refuse);
        return;
      }
      waiting.push({ enter, refuse, askedMs: performance.now(), numBefore: waiting.length });
      schedule();
    },
    numWaiting: () => waiting.length,
  };
}

/** Resolves when a request's immediate work is done: microtasks, and the ticks in which a response stream starts. */
async function settled(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise<void>(process.nextTick);
}
