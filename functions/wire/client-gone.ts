import type { FastifyReply } from 'fastify';

/** The code of the error with which Node.js ends the stream of a response whose client disconnected. */
const CODE = 'ERR_STREAM_PREMATURE_CLOSE';

/**
 * Ends work for a client that has disconnected.
 * @throws an error for which `isClientGone` is true
 */
export function throwIfGone({ raw }: FastifyReply): void {
  if (raw.destroyed) throw Object.assign(new Error('the client disconnected'), { code: CODE });
}

/** Whether an error only says that the client disconnected before its response was sent. */
export function isClientGone(error: unknown, { raw }: FastifyReply): boolean {
  return raw.destroyed && (error as NodeJS.ErrnoException).code === CODE;
}
