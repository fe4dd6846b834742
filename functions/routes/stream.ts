import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Steps } from '../../classifier/src/index.ts';
import type { AnswerOptions } from '../contract/abstain.ts';
import { LIMITS } from '../contract/limits.ts';
import { BATCH_TYPES, NDJSON_TYPES } from '../contract/media-types.ts';
import { ProblemError, problem, problemDetails } from '../contract/problems.ts';
import { readOptions } from '../contract/read-request.ts';
import { SHORT_LINE_BYTES } from '../memory/budget.ts';
import { answerLine } from '../service/answers.ts';
import type { ClassifyInSteps } from '../service/classify-text.ts';
import { type Part, packLines, splitIntoParts } from '../service/parts.ts';
import { chunksAhead } from '../service/run-ahead.ts';
import type { Service } from '../service/service.ts';
import type { Chunks } from '../service/time-slices.ts';
import {
  brokenCoding,
  type CreateDecoder,
  decoderOf,
  decodeStream,
  isCodingError,
} from '../wire/content-coding.ts';
import { essenceOf } from '../wire/decode-body.ts';
import { bodyRequest } from '../wire/expectations.ts';
import { flow } from '../wire/flow.ts';
import { setBusy } from '../wire/idle-connections.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';
import { type Line, readLines } from '../wire/read-lines.ts';
import { sendChunks } from '../wire/send-chunks.ts';
import { untilAborted } from '../wire/until-aborted.ts';
import { inOrder } from '../workers/in-order.ts';

/**
 * Creates the route handler of `POST /batch` in NDJSON: one result per line, in order, as lines arrive. Backpressure
 * bounds the memory: more lines are read only once the client has read the earlier results. With worker threads, a few
 * parts are processed ahead.
 */
export function createStreamHandler(service: Service) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    const sentType = essenceOf(request.headers['content-type']);
    // The response uses the client's own name for the type, if `Accept` allows it.
    const mediaType = negotiate(
      request.headers.accept,
      NDJSON_TYPES.toSorted((a, b) => Number(b === sentType) - Number(a === sentType)),
    );
    if (!NDJSON_TYPES.some((type) => type === sentType)) {
      throw problem('unsupported-media-type', `Expected the content type ${BATCH_TYPES}, in UTF-8.`);
    }
    const createDecoder = decoderOf(request.headers['content-encoding']);
    const options = readOptions(request.query);
    service.memory.reserveStream(request);
    bodyRequest(request.raw)?.();
    return sendChunks(reply.type(mediaType), answerStream(service, request, reply, options, createDecoder));
  };
}

/** Lines that are answered together. */
interface LinesPart extends Part<Line> {
  /** Whether worker threads answer them, several parts at a time. */
  isShared: boolean;
}

/** Answers a stream. When the process shuts down, the last line is an error that says where to resume. */
async function* answerStream(
  { texts, timeSlices, memory, workers, drain: { ending } }: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  options: AnswerOptions,
  createDecoder: CreateDecoder | undefined,
): AsyncGenerator<string | Uint8Array> {
  const body = request.body as IncomingMessage;
  /** The number of the first line that is not yet answered. */
  let number = 1;
  let numAhead = 1;
  let numBegun = 0;

  async function* readParts(): AsyncGenerator<LinesPart> {
    let first = 0;
    // A failure must not close the connection before the error line is sent.
    const sent = flow(body);
    const limits = {
      maxBytes: LIMITS.lineBytes,
      shortBytes: SHORT_LINE_BYTES,
      reserveLong: () => memory.reserveLongLine(request),
    };
    const chunks = untilAborted(createDecoder ? decodeStream(sent, createDecoder) : sent, ending);
    for await (const lines of readLines(chunks, limits)) {
      const parts = workers ? splitIntoParts(lines, sizeOf, options, first) : [];
      const isShared = parts.length > 1 && workers?.isReady() === true;
      numAhead = isShared ? workers.numAhead : 1;
      if (isShared) for (const part of parts) yield { ...part, isShared };
      else yield { entries: lines, first, size: 0, isShared };
      first += lines.length;
    }
  }
  function* beginLines(
    lines: readonly Line[],
    first: number,
    classify: ClassifyInSteps,
  ): Iterable<Steps<string>> {
    for (const [i, line] of lines.entries()) {
      if (ending.aborted) return;
      yield answerLine(classify, line, first + i + 1, options);
    }
  }
  function* answerHere(lines: readonly Line[], first: number, classify: ClassifyInSteps): Chunks {
    for (const step of chunksAhead(beginLines(lines, first, classify), texts.numAhead)) {
      if (typeof step === 'string') number++;
      yield step;
    }
  }
  async function* answerAlone({ entries, first }: LinesPart): AsyncGenerator<string> {
    const longest = Math.max(...entries.map(sizeOf));
    const reservation = await memory.reserveLines(longest, options);
    try {
      yield* timeSlices.stream(answerHere(entries, first, texts.classifyInSteps));
    } finally {
      reservation.release();
    }
  }
  async function share({ entries, first, size }: LinesPart): Promise<AsyncGenerator<string | Uint8Array>> {
    const reservation = await memory.reservePart(request, size, options);
    const task = { lines: packLines(entries), first, options };
    const answer = await workers!.answer(task, () => !reply.raw.destroyed);
    async function* send() {
      if (typeof answer === 'function') yield* timeSlices.stream(answerHere(entries, first, answer));
      else {
        number += entries.length;
        yield answer;
      }
      reservation.release();
    }
    return send();
  }
  async function begin(part: LinesPart) {
    numBegun++;
    setBusy(body, true);
    const answer = part.isShared ? await share(part) : answerAlone(part);
    return { answer, next: part.first + part.entries.length + 1 };
  }

  try {
    for await (const { answer, next } of inOrder(readParts(), begin, (begun) => begun < numAhead)) {
      yield* answer;
      numBegun--;
      if (numBegun === 0) setBusy(body, false);
      if (number < next) ending.throwIfAborted();
    }
  } catch (error) {
    const refusal =
      error === ending.reason ? stopping(number) : isCodingError(error) ? brokenCoding() : error;
    if (!(refusal instanceof ProblemError)) throw error;
    yield `${JSON.stringify({ error: { ...problemDetails(refusal), line: number } })}\n`;
  }
}

/** @param line the number of the first line that is not yet answered */
function stopping(line: number): ProblemError {
  const detail = `The server is stopping after ${line - 1} answered lines; send those from line ${line} on again.`;
  return problem('unavailable', detail);
}

function sizeOf(line: Line): number {
  return typeof line === 'string' ? 0 : line.length;
}
