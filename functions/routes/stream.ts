import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClassifyOptions, DetailedClassification, Steps } from '../../classifier/src/index.ts';
import { LIMITS } from '../contract/limits.ts';
import { NDJSON } from '../contract/media-types.ts';
import { type ProblemDetails, problem, problemDetails } from '../contract/problems.ts';
import { readId, readOptions, readText } from '../contract/read-request.ts';
import type { Service } from '../service/service.ts';
import type { Chunks } from '../service/time-slices.ts';
import { checkEncoding, isOfType, parseJson } from '../wire/decode-body.ts';
import { bodyRequest } from '../wire/expectations.ts';
import { setBusy } from '../wire/idle-connections.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';
import { readLines } from '../wire/read-lines.ts';
import { sendChunks } from '../wire/send-chunks.ts';
import { untilAborted } from '../wire/until-aborted.ts';
import { orFault } from './batch.ts';

/**
 * The route handler of `POST /batch` in NDJSON: one result per line, in order, as the lines come. More lines are read
 * only once the client has read the results so far, so that memory does not grow with the stream.
 */
export function createStreamHandler(service: Service) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    negotiate(request.headers.accept, [NDJSON]);
    if (!isOfType(request.headers['content-type'], NDJSON)) {
      throw problem('unsupported-media-type', `Expected the content type ${NDJSON}, in UTF-8.`);
    }
    checkEncoding(request.headers);
    const options = readOptions(request.query);
    service.memory.reserveStream(request);
    bodyRequest(request.raw)?.();
    const results = answerLines(service, request, options);
    return sendChunks(reply.type(NDJSON), results);
  };
}

/** When the process stops, the last line is an error that says where to go on. */
async function* answerLines(
  { texts, timeSlices, memory, drain: { ending } }: Service,
  request: FastifyRequest,
  options: ClassifyOptions,
): AsyncGenerator<string> {
  const body = request.body as IncomingMessage;
  let number = 1;
  function* answer(lines: (Uint8Array | undefined)[]): Chunks {
    for (const line of lines) {
      if (ending.aborted) return;
      const place = number++;
      if (line && isBlank(line)) continue;
      yield `${JSON.stringify(yield* classifyLine(texts, line, place, options))}\n`;
    }
  }
  // A failure must not take the connection along before it is told.
  const chunks = untilAborted(body.iterator({ destroyOnReturn: false }), ending);
  try {
    for await (const lines of readLines(chunks, LIMITS.lineBytes)) {
      const next = number + lines.length;
      setBusy(body, true);
      const longest = Math.max(...lines.map((line) => line?.length ?? 0));
      const reservation = await memory.reserveLines(longest, options.sentences === true);
      try {
        yield* timeSlices.stream(answer(lines));
      } finally {
        reservation.release();
      }
      setBusy(body, false);
      if (number < next) ending.throwIfAborted();
    }
  } catch (error) {
    if (error !== ending.reason) throw error;
    yield `${JSON.stringify({ error: describeEnd(number) })}\n`;
  }
}

/** @param line the number of the first line that is not answered */
function describeEnd(line: number): ProblemDetails {
  const detail = `The server is stopping after ${line - 1} answered lines; send those from line ${line} on again.`;
  return { ...problemDetails(problem('unavailable', detail)), line };
}

/** The result for a line, with its `id`, which a text at fault gets too. */
function* classifyLine(
  texts: Service['texts'],
  line: Uint8Array | undefined,
  number: number,
  options: ClassifyOptions,
): Steps<object> {
  const place = `Line ${number}`;
  let id: ReturnType<typeof readId>;
  const result = yield* orFault(function* (): Steps<DetailedClassification> {
    if (line === undefined) {
      throw problem('line-too-long', `${place} is too long; expected at most ${LIMITS.lineBytes} bytes.`);
    }
    const value = parseJson(line, place);
    id = readId(value);
    return yield* texts.classifyInSteps(readText(value, place), options);
  });
  if ('error' in result) result.error.line = number;
  return id === undefined ? result : { id, ...result };
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
