import type { Transform } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { problem } from '../contract/problems.ts';

/** The content codings in which bodies may come, by their names, with what undoes each. */
const DECODERS = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate };

/** Undoes the content coding of a body that is written to it. */
export type CreateDecoder = () => Transform;

/**
 * What undoes the content coding of a request's body.
 * @param header the request's `content-encoding`; an empty one, and `identity`, mean none
 * @returns undefined where there is nothing to undo
 * @throws ProblemError for a coding that is not taken, and for several at once
 */
export function decoderOf(header: string | undefined): CreateDecoder | undefined {
  if (header === undefined) return undefined;
  const codings = header
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const [coding] = codings;
  if (coding === undefined) return undefined;
  if (codings.length === 1 && Object.hasOwn(DECODERS, coding)) {
    return DECODERS[coding as keyof typeof DECODERS];
  }
  throw problem(
    'unsupported-media-type',
    'The body is compressed in another way than is taken; expected it as it is, or in gzip or deflate, once.',
  );
}

/** Whether an error is that of bytes that are no such compression, and not one of ours. */
export function isCodingError(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('Z_') === true;
}

/** The error for bytes that are not what the `content-encoding` says. */
export function brokenCoding() {
  return problem(
    'invalid-encoding',
    'The body is not what its content encoding says; expected the whole of it in gzip (RFC 1952) or deflate (RFC 1950).',
  );
}
