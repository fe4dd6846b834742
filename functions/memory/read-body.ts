import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { LIMITS } from '../contract/limits.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { createByteCollector } from '../wire/byte-collector.ts';
import { flow } from '../wire/flow.ts';
import { createBodyMemory, noRoom } from './body-memory.ts';
import type { MemoryPool, Reservation } from './budget.ts';

/** The most bytes of a refused body that are read and discarded. Some proxies lose a response that comes earlier. */
const DISCARDED_BYTES = 8 * LIMITS.bodyBytes;

const TOO_LARGE = `The body is too large; expected at most ${LIMITS.bodyBytes} bytes.`;
const BROKEN_OFF = 'The request is incomplete or contradicts itself.';

/** A received body, and its reservation of memory. */
export interface ReceivedBody {
  bytes: Buffer;
  reservation: Reservation;
}

/**
 * Reads a whole body into memory that is reserved in advance. A refused body is also read, up to a limit, but
 * discarded.
 * @param headers the request's headers; a `content-length` that differs from the body's is an error
 * @param ask sends 100 Continue, if the client waits for it. A body refused by its length is not asked for.
 * @throws ProblemError if the body is too large, does not fit into the free memory, or is incomplete
 */
export async function readBody(
  body: Readable,
  headers: IncomingMessage['headers'],
  memory: MemoryPool,
  ask?: () => void,
): Promise<ReceivedBody> {
  const { 'content-length': length = '' } = headers;
  // Node.js rejects an invalid length, but Lambda forwards it.
  const announced = /^\d+$/.test(length) ? Number(length) : undefined;
  const reservation = createBodyMemory(memory);
  const kept = createByteCollector();
  let numBytes = 0;
  let refusal: ProblemError | undefined;

  function refuse(reason: ProblemError): void {
    refusal = reason;
    kept.clear();
    reservation.release();
  }
  function reserveFor(length: number): void {
    if (refusal) return;
    if (length > LIMITS.bodyBytes) refuse(problem('body-too-large', TOO_LARGE));
    else if (!reservation.tryGrow(length, announced)) refuse(noRoom());
  }

  if (announced !== undefined) reserveFor(announced);
  if (refusal && ask) throw refusal;
  ask?.();
  try {
    // Stopping early must not close the connection before the response is sent.
    for await (const chunk of flow(body)) {
      numBytes += chunk.length;
      reserveFor(numBytes);
      if (!refusal) kept.add(chunk);
      else if (numBytes > DISCARDED_BYTES) break;
    }
  } catch {
    refuse(problem('malformed-request', BROKEN_OFF));
  }
  if (!refusal && announced !== undefined && announced !== numBytes) {
    refuse(problem('malformed-request', BROKEN_OFF));
  }
  if (refusal) throw refusal;
  return { bytes: kept.take(), reservation };
}
