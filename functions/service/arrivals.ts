import type { EventEmitter } from 'node:events';

/** The longest delay of work, in milliseconds. */
const LONGEST_MS = 10;

/**
 * Calls work once no connection or request has arrived for a turn of the event loop, or after 10 ms. One turn is not
 * enough, since Node.js accepts one connection per turn. If work filled every turn, the backlog would overflow and the
 * operating system would drop connections, even those of probes.
 */
export type AfterArrivals = (work: () => void) => void;

/** Tracks the connections and requests that arrive at a server. */
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
