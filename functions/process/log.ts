import { type DestinationStream, destination } from 'pino';

/** How many bytes of lines are written at once: a write per line would take a tenth of a short request's time. */
const BUFFER_BYTES = 4096;
/** The longest time before a line is written, in milliseconds. */
const FLUSH_EVERY_MS = 100;

/** Opens a server's log on standard output; all of it is written before the process ends. */
export function openLog(): DestinationStream {
  const stream = destination({ dest: 1, sync: true, minLength: BUFFER_BYTES, periodicFlush: FLUSH_EVERY_MS });
  process.on('exit', () => stream.flushSync());
  return stream;
}
