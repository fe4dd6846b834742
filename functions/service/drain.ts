import type { FastifyInstance } from 'fastify';

/** How far the stop of the process has come, as the app needs to know it. */
export interface Drain {
  /** Whether the process was told to stop. */
  isDraining(): boolean;
  /** What new requests wait for, while the last connections are accepted. */
  held(): Promise<void> | undefined;
  /** Aborted shortly before the deadline: what still goes on then ends, with a word to its client. */
  readonly ending: AbortSignal;
}

/** The stop of a process, step by step. */
export interface DrainSteps extends Drain {
  /** From now on the process is not ready, and its answers ask for the end of their connections. */
  begin(): void;
  /** Lets new requests wait until they are released. */
  hold(): void;
  release(): void;
  /** Ends what still goes on. */
  end(): void;
}

/** A process that was not told to stop. */
export function createDrain(): DrainSteps {
  const ending = new AbortController();
  let isDraining = false;
  let held: PromiseWithResolvers<void> | undefined;
  return {
    ending: ending.signal,
    isDraining: () => isDraining,
    held: () => held?.promise,
    begin() {
      isDraining = true;
    },
    hold() {
      held = Promise.withResolvers();
    },
    release() {
      held?.resolve();
      held = undefined;
    },
    end: () => ending.abort(),
  };
}

/** Lets requests wait before any work while they are held. */
export function holdRequests(app: FastifyInstance, drain: Drain): void {
  app.addHook('onRequest', (_request, _reply, done) => {
    const held = drain.held();
    if (held) held.then(() => done());
    else done();
  });
}
