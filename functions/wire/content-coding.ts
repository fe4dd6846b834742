import { pipeline } from 'node:stream';
import { createGunzip, createInflate, type Gunzip, type Inflate } from 'node:zlib';
import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';

/** The decoders of the supported content codings, by name. */
const DECODERS = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate };

/** Creates a decoder for the content coding of a body. */
export type CreateDecoder = () => Gunzip | Inflate;

/**
 * The largest ratio of decompressed to compressed size of a stream, as in Apache by default. Reviews reach ten. Without
 * a limit, a small request could cause a thousand times its size in work.
 */
const MAX_RATIO = 200;

/**
 * Decompresses a stream.
 * @throws an error for which `isCodingError` is true, if the bytes are invalid
 * @throws ProblemError if the ratio of decompressed to compressed size is too large
 */
export async function* decodeStream(
  sent: AsyncIterable<Uint8Array>,
  createDecoder: CreateDecoder,
): AsyncGenerator<Uint8Array> {
  // A failure destroys the decoder, and its iteration then throws the error.
  const decoder = pipeline(sent, createDecoder(), () => {});
  let numBytes = 0;
  for await (const chunk of decoder as AsyncIterable<Uint8Array>) {
    numBytes += chunk.length;
    if (numBytes > LIMITS.bodyBytes && numBytes > MAX_RATIO * decoder.bytesWritten) {
      throw problem(
        'body-too-large',
        `The decompressed stream is more than ${MAX_RATIO} times the compressed size; expected less compression, or none.`,
      );
    }
    yield chunk;
  }
}

/**
 * Finds the decoder for a request's body.
 * @param header the request's `content-encoding`; an empty one and `identity` mean no coding
 * @returns undefined if the body has no coding
 * @throws ProblemError for an unsupported coding, and for more than one
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
    'The content encoding is not supported; expected gzip or deflate, applied once, or none.',
  );
}

/** Whether an error comes from zlib, for bytes that are not validly compressed. */
export function isCodingError(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('Z_') === true;
}

/** Creates the error for bytes that do not match the `content-encoding`. */
export function brokenCoding() {
  return problem(
    'invalid-encoding',
    'The body does not match its content encoding; expected all of it in gzip (RFC 1952) or deflate (RFC 1950).',
  );
}
