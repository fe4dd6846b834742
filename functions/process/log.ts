import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

const STDOUT = 1;
/** Lines are written together once they fill so many bytes: a write each would be a tenth of a short request. */
const BLOCK_BYTES = 4096;
/** So many bytes wait at most; a line that finds no room is dropped. */
const MAX_WAITING_BYTES = 256 * 1024;
/** The longest that a line waits where it can be written, in milliseconds. */
const FLUSH_EVERY_MS = 100;
/** When what was not taken is tried again: a pipe of 64 KiB is then no bottleneck. */
const RETRY_MS = 10;

/** A log of lines. */
export interface Log {
  /** Takes a line, with its line feed. */
  write(line: string): void;
  /** How many lines were dropped, since the log could not be written. */
  numDropped(): number;
}

/**
 * The log on standard output, all of it before the process ends. It never waits: what a full disk or a reader that
 * stalls does not take is tried again, and dropped beyond a limit. pino's own destination tries again without end,
 * and stops all else meanwhile.
 */
export function openLog(): Log {
  return writeLines(openStdout());
}

function writeLines(file: number): Log {
  let waiting: Buffer[] = [];
  let numBytes = 0;
  let numDropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStuck = false;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    let rest = Buffer.concat(waiting);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(file, rest));
      isStuck = false;
    } catch {
      isStuck = true; // whatever the reason, it may pass
    }
    // What is left may begin within a line, and goes first next time, so that lines stay whole.
    waiting = rest.length > 0 ? [rest] : [];
    numBytes = rest.length;
    if (isStuck) flushLater();
  };
  const flushLater = (): void => {
    timer ??= setTimeout(flush, isStuck ? RETRY_MS : FLUSH_EVERY_MS).unref();
  };

  process.on('exit', flush);
  return {
    numDropped: () => numDropped,
    write(line) {
      const bytes = Buffer.from(line);
      if (numBytes + bytes.length > MAX_WAITING_BYTES) {
        numDropped++;
        return;
      }
      waiting.push(bytes);
      numBytes += bytes.length;
      if (numBytes >= BLOCK_BYTES && !isStuck) flush();
      else flushLater();
    },
  };
}

/** Standard output, where it can be so that a write fails at once when its reader stalls, instead of waiting. */
function openStdout(): number {
  if (fstatSync(STDOUT).isFile()) return STDOUT; // opened anew, it would be overwritten from its start
  try {
    // Not for others who write to the same pipe or terminal: opened anew, it has flags of its own.
    const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
    return openSync('/proc/self/fd/1', O_WRONLY | O_NONBLOCK | O_NOCTTY);
  } catch {
    // A socket cannot be opened anew, nor anything outside Linux.
  }
  try {
    // Makes it non-blocking, which Node.js does in no other way; it lives as long as the process.
    new Socket({ fd: STDOUT, readable: false }).unref();
  } catch {
    // Neither pipe nor socket: then a write waits.
  }
  return STDOUT;
}
