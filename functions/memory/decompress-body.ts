import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';
import { brokenCoding, type CreateDecoder, isCodingError } from '../wire/content-coding.ts';
import { bodyCost, type MemoryPool, type Reservation } from './budget.ts';
import type { ReceivedBody } from './read-body.ts';

/**
 * Decompresses a body into memory that is reserved as the bytes come, and gives back that of the compressed one. Of a
 * bomb no more is decompressed than a body may have.
 * @throws ProblemError when the body is too large, does not fit into the memory that is free, or is no such compression
 */
export async function decompressBody(
  { bytes, reservation }: ReceivedBody,
  createDecoder: CreateDecoder,
  memory: MemoryPool,
): Promise<ReceivedBody> {
  const reservations: Reservation[] = [];
  const release = (): void => {
    for (const each of reservations) each.release();
  };
  const chunks: Buffer[] = [];
  let numBytes = 0;
  let numReserved = 0;

  function reserveFor(length: number): void {
    if (length > LIMITS.bodyBytes) {
      throw problem(
        'body-too-large',
        `The body is too large once it is decompressed; expected at most ${LIMITS.bodyBytes} bytes.`,
      );
    }
    if (length <= numReserved) return;
    const wanted = Math.min(LIMITS.bodyBytes, Math.max(2 * numReserved, length));
    const more = memory.tryReserve(bodyCost(wanted) - (numReserved > 0 ? bodyCost(numReserved) : 0));
    if (!more) {
      throw problem(
        'overloaded',
        'More is being sent than fits into the memory; send this request again later.',
      );
    }
    reservations.push(more);
    numReserved = wanted;
  }

  const decoder = createDecoder();
  decoder.end(bytes);
  try {
    // What is thrown here ends the iteration, which destroys the decoder.
    for await (const chunk of decoder as AsyncIterable<Buffer>) {
      numBytes += chunk.length;
      reserveFor(numBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    release();
    throw isCodingError(error) ? brokenCoding() : error;
  } finally {
    reservation.release();
  }
  return { bytes: Buffer.concat(chunks, numBytes), reservation: { release } };
}
