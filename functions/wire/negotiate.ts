import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';
import { problem } from '../contract/problems.ts';

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
  // Clients name the charset too, and it counts as another type.
  const offered = mediaTypes.flatMap((mediaType) => [mediaType, `${mediaType}; charset=utf-8`]);
  const [best] = new Negotiator({ headers: { accept: accept || undefined } }).mediaTypes(offered);
  if (best !== undefined) return best.split(';')[0] as MediaType;
  throw problem('not-acceptable', `Accept admits none of ${mediaTypes.join(', ')}.`);
}

/** Tells caches that an answer depends on `Accept`, in addition to what `Vary` already names, such as the origin. */
export function varyByAccept(reply: FastifyReply): void {
  const others = reply.getHeader('vary');
  reply.header('vary', others === undefined ? 'Accept' : `${others}, Accept`);
}
