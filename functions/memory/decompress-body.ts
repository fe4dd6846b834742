import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';
import { brokenCoding, type CreateDecoder, isCodingError } from '../wire/content-coding.ts';
import { createBodyMemory, noRoom } from './body-memory.ts';
import type { MemoryPool } from './budget.ts';
import type { ReceivedBody } from './read-body.ts';

const TOO_LARGE = `The body is too large once it is decompressed; expected at most ${LIMITS.bodyBytes} bytes.`;

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
  const grown = createBodyMemory(memory);
  const chunks: Buffer[] = [];
  let numBytes = 0;
  const decoder = createDecoder();
  decoder.end(bytes);
  try {
    // What is thrown here ends the iteration, which destroys the decoder.
    for await (const chunk of decoder as AsyncIterable<Buffer>) {
      numBytes += chunk.length;
      if (numBytes > LIMITS.bodyBytes) throw problem('body-too-large', TOO_LARGE);
      if (!grown.tryGrow(numBytes)) throw noRoom();
      chunks.push(chunk);
    }
  } catch (error) {
    grown.release();
    throw isCodingError(error) ? brokenCoding() : error;
  } finally {
    reservation.release();
  }
  return { bytes: Buffer.concat(chunks, numBytes), reservation: grown };
}
