import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkBatch } from '../contract/check-batch.ts';
import { BATCH_TYPES } from '../contract/media-types.ts';
import { readOptions, readTexts } from '../contract/read-request.ts';
import { answerText, BATCH_END } from '../service/answers.ts';
import type { ClassifyInSteps } from '../service/classify-text.ts';
import { type Part, splitIntoParts } from '../service/parts.ts';
import { chunksAhead } from '../service/run-ahead.ts';
import type { Service } from '../service/service.ts';
import type { Chunks } from '../service/time-slices.ts';
import { decodeBody } from '../wire/decode-body.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';
import { sendChunks } from '../wire/send-chunks.ts';
import { inOrder } from '../workers/in-order.ts';

/**
 * Creates the route handler of `POST /batch` in JSON: one result per text, in order. Results are streamed, since with
 * sentences or explanations they can be a hundred times the size of the request.
 */
export function createBatchHandler({ texts, timeSlices, memory, workers, limits }: Service) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    negotiate(request.headers.accept, ['application/json']);
    const batch = readTexts(
      decodeBody(request.body as Buffer | undefined, request.headers, '{"mytexts": ["…", "…"]}', BATCH_TYPES),
    );
    const options = readOptions(request.query);
    checkBatch(batch, options, limits, '/mytexts');
    const send = (chunks: AsyncIterable<string | Uint8Array>): FastifyReply =>
      sendChunks(reply.type('application/json; charset=utf-8'), chunks);

    function answerHere(entries: readonly unknown[], first: number, classify: ClassifyInSteps): Chunks {
      const jobs = entries.values().map((text, i) => answerText(classify, text, first + i, options));
      return chunksAhead(jobs, texts.numAhead);
    }
    function* answerAlone(): Chunks {
      yield* answerHere(batch, 0, texts.classifyInSteps);
      yield BATCH_END;
    }
    const parts = workers ? splitIntoParts(batch, sizeOf, options) : [];
    if (!workers || parts.length < 2 || !workers.isReady()) {
      await memory.reserveTexts(request, Math.max(...batch.map(sizeOf)), options);
      return send(timeSlices.stream(answerAlone()));
    }

    const { numAhead } = workers;
    await memory.reserveParts(request, Math.max(...parts.map(({ size }) => size)), numAhead, options);
    const isWanted = (): boolean => !reply.raw.destroyed;
    async function begin(part: Part<unknown>) {
      const task = { texts: part.entries.map(withoutDepth), first: part.first, options };
      return { part, answer: await workers!.answer(task, isWanted) };
    }
    async function* answerTogether(): AsyncGenerator<string | Uint8Array> {
      for await (const { part, answer } of inOrder(parts, begin, (numBegun) => numBegun < numAhead)) {
        if (typeof answer !== 'function') yield answer;
        else yield* timeSlices.stream(answerHere(part.entries, part.first, answer));
      }
      yield BATCH_END;
    }
    return send(answerTogether());
  };
}

function sizeOf(text: unknown): number {
  return typeof text === 'string' ? text.length : 0;
}

/** Empties objects and arrays: an error names only their type, and deep JSON cannot be posted to a thread. */
function withoutDepth(text: unknown): unknown {
  if (Array.isArray(text)) return [];
  return typeof text === 'object' && text !== null ? {} : text;
}
