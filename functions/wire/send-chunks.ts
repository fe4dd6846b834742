import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Sends an answer as it comes and is taken. A failure once it has begun is logged here, and breaks the answer off. */
export function sendChunks(reply: FastifyReply, chunks: AsyncIterable<string>): FastifyReply {
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
