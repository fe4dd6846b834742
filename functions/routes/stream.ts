import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClassifyOptions, DetailedClassification, Steps } from '../../classifier/src/index.ts';
import type { TextClassifier } from '../classify-text.ts';
import { LIMITS, readId, readOptions, readText } from '../contract.ts';
import { checkEncoding, isOfType, parseJson } from '../decode-body.ts';
import { negotiate, varyByAccept } from '../negotiate.ts';
import { problem } from '../problems.ts';
import { readLines } from '../read-lines.ts';
import { orFault } from './batch.ts';

/** The media type of a stream of JSON values, one a line. */
export const NDJSON = 'application/x-ndjson';
/** Content types that may be it. */
export const NDJSON_PATTERN = /^\s*application\/x-ndjson\b/i;
/** How many lines are answered together, so that the answers to a chunk do not pile up. */
const LINES_AT_ONCE = 100;

/**
 * Answers `POST /batch` in NDJSON: one result a line, in order, as the lines come. The next are read only when the
 * client has taken what is answered, so that memory does not grow with the stream.
 */
export function createStreamRoute(texts: TextClassifier) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    negotiate(request.headers.accept, [NDJSON]);
    if (!isOfType(request.headers['content-type'], NDJSON)) {
      throw problem('unsupported-media-type', `Expected the content type ${NDJSON}, in UTF-8.`);
    }
    checkEncoding(request.headers);
    const results = answerLines(texts, request.body as IncomingMessage, readOptions(request.query));
    return reply.type(NDJSON).send(Readable.from(results, { objectMode: false }));
  };
}

async function* answerLines(
  texts: TextClassifier,
  body: IncomingMessage,
  options: ClassifyOptions,
): AsyncGenerator<string> {
  let number = 1;
  function* answer(lines: (Uint8Array | undefined)[]): Steps<string> {
    let results = '';
    for (const line of lines) {
      const place = `Line ${number++}`;
      if (line && isBlank(line)) continue;
      results += `${JSON.stringify(yield* classifyLine(texts, line, place, options))}\n`;
      yield;
    }
    return results;
  }
  for await (const lines of readLines(body, LIMITS.lineBytes)) {
    for (let i = 0; i < lines.length; i += LINES_AT_ONCE) {
      const results = await texts.run(answer(lines.slice(i, i + LINES_AT_ONCE)));
      if (results !== '') yield results;
    }
  }
}

/** The result for a line, with its `id`, which a text at fault gets too. */
function* classifyLine(
  texts: TextClassifier,
  line: Uint8Array | undefined,
  place: string,
  options: ClassifyOptions,
): Steps<object> {
  let id: ReturnType<typeof readId>;
  const result = yield* orFault(function* (): Steps<DetailedClassification> {
    if (line === undefined) {
      throw problem('line-too-long', `${place} is too long; expected at most ${LIMITS.lineBytes} bytes.`);
    }
    const value = parseJson(line, place);
    id = readId(value);
    return yield* texts.classifyInSteps(readText(value, place), options);
  });
  return id === undefined ? result : { id, ...result };
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
