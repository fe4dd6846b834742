import { type DestinationStream, destination } from 'pino';

/** Lines are written together once they fill so many bytes: a write each would be a tenth of a short request. */
const BUFFER_BYTES = 4096;
/** The longest that a line waits, in milliseconds. */
const FLUSH_EVERY_MS = 100;

/** Where a server's log goes: to standard output, all of it before the process ends. */
export function openLog(): DestinationStream {
  const stream = destination({ dest: 1, sync: true, minLength: BUFFER_BYTES, periodicFlush: FLUSH_EVERY_MS });
  process.on('exit', () => stream.flushSync());
  return stream;
}
