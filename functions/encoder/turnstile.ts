import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Keeps a thread from being ended while it runs native code: ONNX Runtime would then abort the whole process. Both
 * threads share it as one number, which is one of the states below.
 */
export type Turnstile = Int32Array<SharedArrayBuffer>;

const IDLE = 0;
const BUSY = 1;
const CLOSED = 2;

/** The interval between looks at a busy thread, in milliseconds. */
const LOOK_AGAIN_MS = 5;
/** The longest wait for a busy thread, in milliseconds: one that died of its heap limit stays busy. */
const LONGEST_WAIT_MS = 30_000;

/** Creates a turnstile for a thread that begins with native code. */
export function createTurnstile(): Turnstile {
  return new Int32Array(new SharedArrayBuffer(4)).fill(BUSY);
}

/** Ends the native code that a thread begins with. */
export function leave(turnstile: Turnstile): void {
  Atomics.compareExchange(turnstile, 0, BUSY, IDLE);
  Atomics.notify(turnstile, 0);
}

/** Runs native code in the thread. The promise stays pending once the turnstile is closed, for the thread then ends. */
export async function pass<Result>(turnstile: Turnstile, work: () => Promise<Result>): Promise<Result> {
  if (Atomics.compareExchange(turnstile, 0, IDLE, BUSY) === CLOSED) return new Promise(() => {});
  try {
    return await work();
  } finally {
    leave(turnstile);
  }
}

/** Closes a turnstile once its thread is idle. */
export async function close(turnstile: Turnstile): Promise<void> {
  const start = performance.now();
  while (!tryClose(turnstile) && performance.now() - start < LONGEST_WAIT_MS) await sleep(LOOK_AGAIN_MS);
}

/** Closes a turnstile, and blocks this thread until the other is idle: a process that ends takes no further turn. */
export function closeNow(turnstile: Turnstile): void {
  const start = performance.now();
  while (!tryClose(turnstile) && performance.now() - start < LONGEST_WAIT_MS) {
    Atomics.wait(turnstile, 0, BUSY, LONGEST_WAIT_MS);
  }
}

function tryClose(turnstile: Turnstile): boolean {
  return Atomics.compareExchange(turnstile, 0, IDLE, CLOSED) !== BUSY;
}
