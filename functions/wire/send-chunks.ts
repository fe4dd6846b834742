import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Streams a response as fast as the client reads it. A failure after its start is logged, and aborts the response. */
export function sendChunks(reply: FastifyReply, chunks: AsyncIterable<string | Uint8Array>): FastifyReply {
  async function* logged() {
    try {
      yield* chunks;
    } catch (error) {
      const { headersSent, destroyed } = reply.raw;
      if (headersSent && !destroyed) reply.log.error({ err: error }, 'request failed');
      throw error;
    }
  }
  return reply.send(Readable.from(logged(), { objectMode: false }));
}
