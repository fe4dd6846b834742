import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';
import { brokenCoding, type CreateDecoder, isCodingError } from '../wire/content-coding.ts';
import { createBodyMemory, noRoom } from './body-memory.ts';
import type { MemoryPool } from './budget.ts';
import type { ReceivedBody } from './read-body.ts';

const TOO_LARGE = `The decompressed body is too large; expected at most ${LIMITS.bodyBytes} bytes.`;

/**
 * Decompresses a body into memory that is reserved along the way, and releases the memory of the compressed body. A
 * decompression bomb is refused once it exceeds the limit of a body.
 * @throws ProblemError if the body is too large, does not fit into the free memory, or is not compressed in this way
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
    // An error here ends the iteration, which destroys the decoder.
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
