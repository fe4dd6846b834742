import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { LIMITS } from '../contract/limits.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { createBodyMemory, noRoom } from './body-memory.ts';
import type { MemoryPool, Reservation } from './budget.ts';

/** How much of a refused body is read and thrown away: proxies lose an answer that comes before its end. */
const DISCARDED_BYTES = 8 * LIMITS.bodyBytes;

const TOO_LARGE = `The body is too large; expected at most ${LIMITS.bodyBytes} bytes.`;
const BROKEN_OFF = 'The request broke off or contradicts itself.';

/** A body in memory, and what it takes of it. */
export interface ReceivedBody {
  bytes: Buffer;
  reservation: Reservation;
}

/**
 * Reads a whole body into memory that is reserved before the bytes come. A refused body is read to its end too, up to
 * a bound, and no byte of it is kept.
 * @param headers those of the request; `content-length` is believed only as far as the body bears it out
 * @param ask asks for the body where it is held back until then; one that is refused by its length is not asked for
 * @throws ProblemError when the body is too large, does not fit into the memory that is free, or breaks off
 */
export async function readBody(
  body: Readable,
  headers: IncomingMessage['headers'],
  memory: MemoryPool,
  ask?: () => void,
): Promise<ReceivedBody> {
  const { 'content-length': length = '' } = headers;
  // Node.js lets no other pass, but Lambda hands on what it is invoked with.
  const announced = /^\d+$/.test(length) ? Number(length) : undefined;
  const reservation = createBodyMemory(memory);
  let chunks: Buffer[] = [];
  let numBytes = 0;
  let refusal: ProblemError | undefined;

  function refuse(reason: ProblemError): void {
    refusal = reason;
    chunks = [];
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
    // What is left of a body must not take the connection along before the answer is told.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      numBytes += chunk.length;
      reserveFor(numBytes);
      if (!refusal) chunks.push(chunk);
      else if (numBytes > DISCARDED_BYTES) break;
    }
  } catch {
    refuse(problem('malformed-request', BROKEN_OFF));
  }
  if (!refusal && announced !== undefined && announced !== numBytes) {
    refuse(problem('malformed-request', BROKEN_OFF));
  }
  if (refusal) throw refusal;
  return { bytes: Buffer.concat(chunks, numBytes), reservation };
}
