import type { AfterArrivals } from './arrivals.ts';
import type { RefuseLater } from './pace-refusals.ts';

/** How long requests may be let in before the event loop looks at the network again: liveness is asked too. */
const TURN_MS = 10;
/** The longest that a request may have to wait; one that would wait longer is refused. */
const LONGEST_WAIT_MS = 500;
/** How many of the latest requests the time for one is measured on, about. */
const NUM_MEASURED = 50;

/** How soon to look again whether more can be let in. */
const LOOK_AGAIN_MS = 2;

/** Lets requests in, one after another, as they can be answered. */
export interface Admission {
  /** Calls one of the two: `enter` in its turn, or `refuse` later, where the turn would come too late. */
  ask(enter: () => void, refuse: () => void): void;
  /** Whether the turn of one that asked now would come too late. */
  isOverloaded(): boolean;
  /** How many requests wait for their turn. */
  numWaiting(): number;
}

/** What an admission follows. */
interface AdmissionOptions {
  refuseLater: RefuseLater;
  /** What comes before any is let in. */
  afterArrivals?: AfterArrivals;
  /** Whether one more can be worked on. */
  hasRoom?: () => boolean;
}

/**
 * Tells by the queue whether there is more to do than can be done: a slow processor alone refuses nobody, since a
 * request that has nobody before it is always let in.
 */
export function createAdmission({
  refuseLater,
  afterArrivals = setImmediate,
  hasRoom = () => true,
}: AdmissionOptions): Admission {
  const waiting: (() => void)[] = [];
  /** From one that is let in to the next while some wait, all other work included; an exponential mean in milliseconds. */
  let meanMs = 0;
  /** When the latest were let in, where others have waited ever since. */
  let latest: number | undefined;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled || waiting.length === 0) return;
    isScheduled = true;
    if (hasRoom()) afterArrivals(letIn);
    else setTimeout(letIn, LOOK_AGAIN_MS);
  }

  async function letIn(): Promise<void> {
    const start = performance.now();
    let numEntered = 0;
    let now = start;
    while (waiting.length > 0 && hasRoom() && now - start < TURN_MS) {
      waiting.shift()!();
      numEntered++;
      // By then the work is done, or waits for a time slice.
      await settled();
      now = performance.now();
    }
    if (numEntered > 0) {
      const share = Math.min(1, numEntered / NUM_MEASURED);
      meanMs += share * ((now - (latest ?? start)) / numEntered - meanMs);
      latest = now;
    }
    if (waiting.length === 0) latest = undefined;
    isScheduled = false;
    schedule();
  }

  const isOverloaded = (): boolean => waiting.length * meanMs > LONGEST_WAIT_MS;

  return {
    isOverloaded,
    ask(enter, refuse) {
      if (isOverloaded()) {
        refuseLater(refuse);
        return;
      }
      waiting.push(enter);
      schedule();
    },
    numWaiting: () => waiting.length,
  };
}

/** Resolves when what a request begins at once is done: microtasks, and the ticks in which an answer's stream begins. */
async function settled(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise<void>(process.nextTick);
}
