import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Steps } from '../../classifier/src/index.ts';
import { decodeBatch, decodeEvent, modeOf } from '../cloud-events/decode.ts';
import {
  BATCH_TYPE,
  EVENT_TYPE,
  encodeBinary,
  encodeStructured,
  type HttpMessage,
  type JsonEvent,
  toJson,
} from '../cloud-events/encode.ts';
import { type CloudEvent, pointerInto, pointInto, readData } from '../cloud-events/event.ts';
import { isOwn } from '../cloud-events/own-events.ts';
import { replyTo } from '../cloud-events/reply.ts';
import { type AnswerOptions, abstain } from '../contract/abstain.ts';
import { checkBatch } from '../contract/check-batch.ts';
import { readOptions, readText } from '../contract/read-request.ts';
import { chunksAhead } from '../service/run-ahead.ts';
import type { Service } from '../service/service.ts';
import type { Chunks } from '../service/time-slices.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';
import { sendChunks } from '../wire/send-chunks.ts';

/** The most characters of headers in binary mode: some proxies allow no more than 8 KiB. */
const HEADER_BYTES = 8192;

/**
 * Creates the route handler of `POST /` for CloudEvents. Brokers do not retry an event after 400, 413 or 415, but do
 * after 503.
 */
export function createEventHandler({ texts, timeSlices, memory, eventSource, limits }: Service) {
  async function answerOne(
    event: CloudEvent,
    text: string,
    options: AnswerOptions,
    isWanted: () => boolean,
  ): Promise<JsonEvent> {
    const result = await texts.classify(text, options, pointerInto(event, '/mytext'), isWanted);
    return replyTo(event.attributes, abstain(result, options), eventSource);
  }

  /** Checks the whole batch before the first event is answered, since one invalid event makes it a 400. */
  function* check(events: readonly CloudEvent[]): Steps<[CloudEvent, string][]> {
    const checked: [CloudEvent, string][] = [];
    for (const event of events) {
      if (isOwn(event)) continue;
      checked.push([event, readEventText(event)]);
      yield;
    }
    return checked;
  }

  function* answerInBatch([event, text]: [CloudEvent, string], index: number, options: AnswerOptions) {
    const result = yield* texts.classifyInSteps(text, options, pointerInto(event, '/mytext'));
    const reply = replyTo(event.attributes, abstain(result, options), eventSource);
    return `${index === 0 ? '[' : ','}${toJson(reply)}`;
  }

  function* answerAll(events: readonly [CloudEvent, string][], options: AnswerOptions): Chunks {
    const jobs = events.values().map((event, i) => answerInBatch(event, i, options));
    yield* chunksAhead(jobs, texts.numAhead);
    yield ']';
  }

  return async (request: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    const { headers, query } = request;
    const body = request.body as Buffer | undefined;
    const options = readOptions(query);
    if (modeOf(headers) !== 'batched') {
      const event = decodeEvent(headers, body);
      if (isOwn(event)) return acknowledge(reply);
      const text = readEventText(event);
      await memory.reserveText(request, text, options);
      const isWanted = (): boolean => !reply.raw.destroyed;
      return send(encode(await answerOne(event, text, options, isWanted), headers.accept), reply);
    }
    function* read(): Steps<[CloudEvent, string][]> {
      return yield* check(yield* decodeBatch(headers, body));
    }
    const events = await timeSlices.run(read());
    // Brokers reject a 2xx whose body is not an event, and an empty batch is none.
    if (events.length === 0) return acknowledge(reply);
    checkBatch(
      events.map(([, text]) => text),
      options,
      limits,
    );
    const longest = Math.max(...events.map(([, text]) => text.length));
    await memory.reserveTexts(request, longest, options);
    return sendChunks(
      reply.header('content-type', BATCH_TYPE),
      timeSlices.stream(answerAll(events, options)),
    );
  };
}

/**
 * Reads the text of an event.
 * @throws ProblemError with a pointer into the request
 */
function readEventText(event: CloudEvent): string {
  try {
    return readText(readData(event), 'The data');
  } catch (error) {
    throw pointInto(error, event);
  }
}

/**
 * Encodes a reply in binary mode, unless the client prefers structured mode or the headers would be too long. `Accept`
 * never causes a refusal, since the event would be lost.
 */
function encode(event: JsonEvent, accept = ''): HttpMessage {
  // The wildcard comes first, so that it counts even if the rest is malformed.
  const best = negotiate(`*/*;q=0.001, ${accept}`, ['application/json', EVENT_TYPE]);
  // Checked before encoding, which is slow for a megabyte, and again after it, since encoding makes headers longer.
  if (best === EVENT_TYPE || lengthOf(event.attributes) > HEADER_BYTES) return encodeStructured(event);
  const message = encodeBinary(event);
  return lengthOf(message.headers) > HEADER_BYTES ? encodeStructured(event) : message;
}

function lengthOf(record: Record<string, string>): number {
  return Object.entries(record).flat().join('').length;
}

/** Sends the message unchanged. The serializer keeps Fastify from adding a charset to the content type. */
function send({ headers, body }: HttpMessage, reply: FastifyReply): FastifyReply {
  return reply.headers(headers).serializer(String).send(body);
}

/** Acknowledges an event with 202 and no reply. */
function acknowledge(reply: FastifyReply): FastifyReply {
  return reply.code(202).send();
}
