import { pipeline } from 'node:stream';
import { createGunzip, createInflate, type Gunzip, type Inflate } from 'node:zlib';
import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';

/** The content codings in which bodies may come, by their names, with what undoes each. */
const DECODERS = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate };

/** Undoes the content coding of a body that is written to it. */
export type CreateDecoder = () => Gunzip | Inflate;

/**
 * How many times its size a stream may be once it is decompressed, as Apache has it by default: reviews reach ten, and
 * lines that are cheap to send would else be a thousand times as dear to read.
 */
const MAX_RATIO = 200;

/**
 * The bytes of a stream without their coding.
 * @throws what `isCodingError` knows, and ProblemError once it is far larger than what was sent
 */
export async function* decodeStream(
  sent: AsyncIterable<Uint8Array>,
  createDecoder: CreateDecoder,
): AsyncGenerator<Uint8Array> {
  // A failure destroys the decoder, whose iteration then throws it.
  const decoder = pipeline(sent, createDecoder(), () => {});
  let numBytes = 0;
  for await (const chunk of decoder as AsyncIterable<Uint8Array>) {
    numBytes += chunk.length;
    if (numBytes > LIMITS.bodyBytes && numBytes > MAX_RATIO * decoder.bytesWritten) {
      throw problem(
        'body-too-large',
        `The stream is more than ${MAX_RATIO} times its size once it is decompressed; expected it compressed less, or not at all.`,
      );
    }
    yield chunk;
  }
}

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
