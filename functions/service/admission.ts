/** How long requests may be let in before the event loop looks at the network again: liveness is asked too. */
const TURN_MS = 10;
/** The longest that a request may have to wait; one that would wait longer is refused. */
const LONGEST_WAIT_MS = 500;
/**
 * How long a refusal waits. A client that is refused at once sends again at once, and ten times as much as can be
 * answered would leave no time to answer any.
 */
const REFUSAL_DELAY_MS = 1000;
/** How many of the latest requests the time for one is measured on, about. */
const NUM_MEASURED = 50;

/** Lets requests in, one after another, as they can be answered. */
export interface Admission {
  /** Calls one of the two: `enter` in its turn, or `refuse` later, where the turn would come too late. */
  ask(enter: () => void, refuse: () => void): void;
  /** How many requests wait for their turn. */
  numWaiting(): number;
}

/**
 * Tells by the queue whether there is more to do than can be done: a slow processor alone refuses nobody, since a
 * request that has nobody before it is always let in.
 * @param isFull whether more has been let in than can be worked on
 */
export function createAdmission(isFull: () => boolean = () => false): Admission {
  const waiting: { enter(): void; refuse(): void }[] = [];
  /** What one request takes, an exponential mean in milliseconds. */
  let meanMs = 0;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(letIn);
  }

  async function letIn(): Promise<void> {
    const start = performance.now();
    let numEntered = 0;
    let now = start;
    while (waiting.length > 0 && now - start < TURN_MS) {
      const { enter, refuse } = waiting.shift()!;
      if (isFull()) refuseLater(refuse);
      else enter();
      numEntered++;
      // By then the work is done, or waits for a time slice.
      await settled();
      now = performance.now();
    }
    const share = Math.min(1, numEntered / NUM_MEASURED);
    if (numEntered > 0) meanMs += share * ((now - start) / numEntered - meanMs);
    isScheduled = false;
    if (waiting.length > 0) schedule();
  }

  return {
    ask(enter, refuse) {
      if (waiting.length * meanMs > LONGEST_WAIT_MS) {
        refuseLater(refuse);
        return;
      }
      waiting.push({ enter, refuse });
      schedule();
    },
    numWaiting: () => waiting.length,
  };
}

function refuseLater(refuse: () => void): void {
  setTimeout(refuse, REFUSAL_DELAY_MS);
}

/** Resolves when what a request begins at once is done: microtasks, and the ticks in which an answer's stream begins. */
async function settled(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise<void>(process.nextTick);
}
