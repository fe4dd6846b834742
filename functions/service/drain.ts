import type { FastifyInstance } from 'fastify';

/** The state of the shutdown, for the app to read. */
export interface Drain {
  /** Whether the shutdown has begun. */
  isDraining(): boolean;
  /** A promise that new requests wait for while the last connections are accepted; undefined at other times. */
  held(): Promise<void> | undefined;
  /** Aborted shortly before the deadline. Streams and jobs then end with an error to the client. */
  readonly ending: AbortSignal;
}

/** The steps of the shutdown, for the process to call. */
export interface DrainSteps extends Drain {
  /** Begins the shutdown: readiness fails, and responses have `Connection: close`. */
  begin(): void;
  /** Makes new requests wait until `release`. */
  hold(): void;
  /** Lets the requests on hold proceed. */
  release(): void;
  /** Aborts `ending`. */
  end(): void;
}

/** Creates the state of a process that is not shutting down. */
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

/** Adds a hook that delays requests while they are on hold. */
export function holdRequests(app: FastifyInstance, drain: Drain): void {
  app.addHook('onRequest', (_request, _reply, done) => {
    const held = drain.held();
    if (held) held.then(() => done());
    else done();
  });
}
