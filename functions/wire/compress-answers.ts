import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createGzip, gzip as gzipWithCallback } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import Negotiator from 'negotiator';

const gzip = promisify(gzipWithCallback);

/** The shortest response to compress, in bytes or UTF-16 code units. Shorter ones fit into one packet anyway. */
const MIN_LENGTH = 1024;
/** A fast level, and a window of 8 KiB. The compressor then takes 64 KiB instead of 256. */
const SETTINGS = { level: 3, windowBits: 13, memLevel: 6 };

/**
 * The most whole responses that are compressed at a time, as many as Node.js has threads for it. Further ones are sent
 * uncompressed, or each would hold a compressor while it waits.
 */
const MOST_AT_ONCE = 4;

/**
 * Compresses responses with gzip for clients that accept it, except short ones. Streams are flushed after each chunk,
 * so that no data waits in the compressor. `@fastify/compress` would load twenty packages at each start.
 */
export function compressAnswers(app: FastifyInstance): void {
  let numAtWork = 0;
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (request.method === 'HEAD' || !isWorthIt(payload)) return payload;
    const vary = reply.getHeader('vary');
    reply.header('vary', vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
    const isStream = payload instanceof Readable;
    if (!asksForGzip(request.headers['accept-encoding'])) return payload;
    if (!isStream && numAtWork >= MOST_AT_ONCE) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    const etag = reply.getHeader('etag');
    // The bytes have changed, so a strong ETag would be wrong.
    if (typeof etag === 'string' && !etag.startsWith('W/')) reply.header('etag', `W/${etag}`);
    if (!isStream) {
      numAtWork++;
      return gzip(payload, SETTINGS).finally(() => numAtWork--);
    }
    const compressor = createGzip({ ...SETTINGS, flush: constants.Z_SYNC_FLUSH });
    return pipeline(payload, compressor, () => {}); // an error destroys the compressor, which Fastify notices
  });
}

function isWorthIt(payload: unknown): payload is string | Buffer | Readable {
  if (payload instanceof Readable) return true;
  return (typeof payload === 'string' || Buffer.isBuffer(payload)) && payload.length >= MIN_LENGTH;
}

function asksForGzip(header: string | undefined): boolean {
  if (header === undefined || header === '') return false;
  const [best] = new Negotiator({ headers: { 'accept-encoding': header } }).encodings(['gzip', 'identity']);
  return best === 'gzip';
}
