import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';
import { problem } from '../contract/problems.ts';
import { withoutUtf8 } from './charset.ts';

/**
 * The media type that a client prefers, or the first one if it has no preference.
 * @param accept the request's `Accept` header; an empty one means the same as none
 * @throws ProblemError when it admits none
 */
export function negotiate<MediaType extends string>(
  accept: string | undefined,
  mediaTypes: readonly MediaType[],
): MediaType {
  if (accept === undefined || accept === '*/*') return mediaTypes[0]!;
  // With a charset a type would count as another one.
  const headers = { accept: withoutUtf8(accept) || undefined };
  const [best] = new Negotiator({ headers }).mediaTypes(mediaTypes);
  if (best !== undefined) return best as MediaType;
  throw problem('not-acceptable', `Accept admits none of ${mediaTypes.join(', ')} in UTF-8.`);
}

/** Tells caches that an answer depends on `Accept`, in addition to what `Vary` already names, such as the origin. */
export function varyByAccept(reply: FastifyReply): void {
  const others = reply.getHeader('vary');
  reply.header('vary', others === undefined ? 'Accept' : `${others}, Accept`);
}
