import type { EventEmitter } from 'node:events';

/** The longest that work waits for what comes in. */
const LONGEST_MS = 10;

/**
 * Calls work when the network had its turn: after a turn of the event loop in which nothing came in, or some
 * milliseconds. One turn is not enough, since Node.js accepts one connection in each: while work fills the turns,
 * connections queue up until the operating system drops them, those of probes too.
 */
export type AfterArrivals = (work: () => void) => void;

/** Follows what comes in at a server. */
export function followArrivals(server: EventEmitter): AfterArrivals {
  let numArrived = 0;
  const count = (): void => {
    numArrived++;
  };
  server.on('connection', count);
  server.on('request', count);
  return (work) => {
    const start = performance.now();
    let numSeen = numArrived;
    const look = (): void => {
      if (numArrived === numSeen || performance.now() - start >= LONGEST_MS) {
        work();
        return;
      }
      numSeen = numArrived;
      setImmediate(look);
    };
    setImmediate(look);
  };
}
