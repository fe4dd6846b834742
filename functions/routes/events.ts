import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClassifyOptions, Steps } from '../../classifier/src/index.ts';
import { decodeBatch, decodeEvent, modeOf } from '../cloud-events/decode.ts';
import {
  EVENT_TYPE,
  encodeBatch,
  encodeBinary,
  encodeStructured,
  type HttpMessage,
  type JsonEvent,
  toJson,
} from '../cloud-events/encode.ts';
import { type CloudEvent, pointerInto, pointInto, readData } from '../cloud-events/event.ts';
import { isReply, replyTo } from '../cloud-events/reply.ts';
import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';
import { readOptions, readText } from '../contract/read-request.ts';
import type { Service } from '../service/service.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';

/** The largest headers of a reply in binary mode: some proxies allow no more than 8 KiB. */
const HEADER_BYTES = 8192;
const TOO_LARGE = `The answer has more than ${LIMITS.eventsAnswerCharacters} characters; expected fewer events in a batch.`;

/**
 * The route handler of `POST /` for CloudEvents. Brokers drop an event answered with 400, 413 or 415, and retry after
 * 503.
 */
export function createEventHandler({ texts, timeSlices, eventSource }: Service) {
  async function answerOne(event: CloudEvent, options: ClassifyOptions): Promise<JsonEvent> {
    const text = readEventText(event);
    const result = await texts.classify(text, options, pointerInto(event, '/mytext'));
    return replyTo(event.attributes, result, eventSource);
  }

  function* answerAll(events: readonly CloudEvent[], options: ClassifyOptions): Steps<string[]> {
    const checked: [CloudEvent, string][] = [];
    for (const event of events) {
      checked.push([event, readEventText(event)]);
      yield;
    }
    const replies: string[] = [];
    let numCharacters = 0;
    for (const [event, text] of checked) {
      const result = yield* texts.classifyInSteps(text, options, pointerInto(event, '/mytext'));
      const reply = toJson(replyTo(event.attributes, result, eventSource));
      numCharacters += reply.length;
      replies.push(reply);
      if (numCharacters > LIMITS.eventsAnswerCharacters) throw problem('answer-too-large', TOO_LARGE);
      yield;
    }
    return replies;
  }

  return async ({ headers, query, body }: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    const options = readOptions(query);
    if (modeOf(headers) !== 'batched') {
      const event = decodeEvent(headers, body as Buffer | undefined);
      if (isReply(event)) return acknowledge(reply);
      return send(encode(await answerOne(event, options), headers.accept), reply);
    }
    function* answerBatch(): Steps<string[]> {
      const events = yield* decodeBatch(headers, body as Buffer | undefined);
      return yield* answerAll(
        events.filter((event) => !isReply(event)),
        options,
      );
    }
    const replies = await timeSlices.run(answerBatch());
    // A batch of nothing is no event, and brokers take nothing else with a 2xx.
    return replies.length > 0 ? send(encodeBatch(replies), reply) : acknowledge(reply);
  };
}

/**
 * The text that an event holds.
 * @throws ProblemError that points to the fault in the request
 */
function readEventText(event: CloudEvent): string {
  try {
    return readText(readData(event), 'The data');
  } catch (error) {
    throw pointInto(error, event);
  }
}

/**
 * Encodes a reply in binary mode, unless the client prefers structured mode or the headers would be too long. No event
 * is refused for its `Accept`: it would be lost.
 */
function encode(event: JsonEvent, accept = ''): HttpMessage {
  // The wildcard comes first, so that it counts whatever follows.
  const best = negotiate(`*/*;q=0.001, ${accept}`, ['application/json', EVENT_TYPE]);
  // Before they are encoded, which takes its time with a megabyte, and after, when they are longer.
  if (best === EVENT_TYPE || lengthOf(event.attributes) > HEADER_BYTES) return encodeStructured(event);
  const message = encodeBinary(event);
  return lengthOf(message.headers) > HEADER_BYTES ? encodeStructured(event) : message;
}

function lengthOf(record: Record<string, string>): number {
  return Object.entries(record).flat().join('').length;
}

/** Sends the message as it is: without a serializer of its own Fastify would add a charset to its content type. */
function send({ headers, body }: HttpMessage, reply: FastifyReply): FastifyReply {
  return reply.headers(headers).serializer(String).send(body);
}

/** Acknowledges an event without a reply. */
function acknowledge(reply: FastifyReply): FastifyReply {
  return reply.code(202).send();
}
