import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

const STDOUT = 1;
/** Lines are written in blocks of this size: one write per line would add a tenth to a short request. */
const BLOCK_BYTES = 4096;
/** The most bytes that wait to be written. A line beyond that is dropped. */
const MAX_WAITING_BYTES = 256 * 1024;
/** The longest delay before a line is written, in milliseconds. */
const FLUSH_EVERY_MS = 100;
/** The delay before a failed write is retried. It is short enough to keep a pipe of 64 KiB from being a bottleneck. */
const RETRY_MS = 10;

/** A log that is written line by line. */
export interface Log {
  /** Appends a line, which ends with a line feed. */
  write(line: string): void;
  /** Returns the number of lines dropped because the log could not be written. */
  numDropped(): number;
}

/**
 * Opens a log on standard output. It is flushed before the process exits. Logging never blocks: when the disk is full
 * or the reader stalls, writes are retried, and lines beyond a limit are dropped. pino's own destination retries
 * without end and blocks the process meanwhile.
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
      isStuck = true; // the cause may be temporary
    }
    // The rest may start in the middle of a line. It is written first next time, so lines stay whole.
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

/** Returns standard output, non-blocking where possible: a write then fails at once when the reader stalls. */
function openStdout(): number {
  if (fstatSync(STDOUT).isFile()) return STDOUT; // reopening it would overwrite it from the start
  try {
    // Reopening gives us flags of our own, so other writers to the same pipe or terminal stay blocking.
    const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
    return openSync('/proc/self/fd/1', O_WRONLY | O_NONBLOCK | O_NOCTTY);
  } catch {
    // A socket cannot be reopened, and only Linux can reopen anything else.
  }
  try {
    // Creating a socket is the only way in Node.js to make the descriptor non-blocking. It lives as long as the
    // process.
    new Socket({ fd: STDOUT, readable: false }).unref();
  } catch {
    // Neither a pipe nor a socket: writes block.
  }
  return STDOUT;
}
