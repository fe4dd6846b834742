import type { FastifyReply } from 'fastify';

/** The code of the error with which Node.js ends the stream of a response whose client disconnected. */
const CODE = 'ERR_STREAM_PREMATURE_CLOSE';

/** Whether an error only says that the client disconnected before its response was sent. */
export function isClientGone(error: unknown, { raw }: FastifyReply): boolean {
  return raw.destroyed && (error as NodeJS.ErrnoException).code === CODE;
}
