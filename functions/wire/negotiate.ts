import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';
import { problem } from '../contract/problems.ts';
import { withoutUtf8 } from './charset.ts';

/**
 * Chooses the media type that a client prefers, or the first one if it has no preference.
 * @param accept the request's `Accept` header; an empty one is ignored
 * @param mediaTypes the available types, at least one
 * @throws ProblemError if `Accept` allows none of them
 */
export function negotiate<MediaType extends string>(
  accept: string | undefined,
  mediaTypes: readonly MediaType[],
): MediaType {
  if (accept === undefined || accept === '*/*') return mediaTypes[0]!;
  // A charset would make it a different type.
  const headers = { accept: withoutUtf8(accept) || undefined };
  const [best] = new Negotiator({ headers }).mediaTypes(mediaTypes);
  if (best !== undefined) return best as MediaType;
  throw problem('not-acceptable', `Accept allows none of ${mediaTypes.join(', ')} in UTF-8.`);
}

/** Adds `Accept` to the `Vary` header of a response. */
export function varyByAccept(reply: FastifyReply): void {
  const others = reply.getHeader('vary');
  reply.header('vary', others === undefined ? 'Accept' : `${others}, Accept`);
}
