import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DetailedClassification, Steps } from '../../classifier/src/index.ts';
import { type ProblemDetails, ProblemError, problemDetails } from '../contract/problems.ts';
import { checkText, readOptions, readTexts } from '../contract/read-request.ts';
import type { Service } from '../service/service.ts';
import type { Chunks } from '../service/time-slices.ts';
import { decodeBody } from '../wire/decode-body.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';
import { sendChunks } from '../wire/send-chunks.ts';

/** What takes the place of a result for a text at fault in a batch. */
export interface Fault {
  error: ProblemDetails;
}

/** The result of steps that may refuse a text; a refusal becomes the fault of that text alone. */
export function* orFault<Result>(steps: () => Steps<Result>): Steps<Result | Fault> {
  try {
    return yield* steps();
  } catch (error) {
    if (error instanceof ProblemError) return { error: problemDetails(error) };
    throw error;
  }
}

/**
 * The route handler of `POST /batch` in JSON: one result per text, in order. Results are sent as they are ready, since
 * those of one megabyte of texts, with sentences or explanations, take a hundred.
 */
export function createBatchHandler({ texts, timeSlices, memory }: Service) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    negotiate(request.headers.accept, ['application/json']);
    const batch = readTexts(
      decodeBody(request.body as Buffer | undefined, request.headers, '{"mytexts": ["…", "…"]}'),
    );
    const options = readOptions(request.query);
    const lengths = batch.map((text) => (typeof text === 'string' ? text.length : 0));
    await memory.reserveTexts(request, Math.max(...lengths), options.sentences === true);

    function* classify(text: unknown, pointer: string): Steps<DetailedClassification> {
      return yield* texts.classifyInSteps(checkText(text, pointer), options, pointer);
    }
    function* classifyAll(): Chunks {
      for (const [i, text] of batch.entries()) {
        const result = yield* orFault(() => classify(text, `/mytexts/${i}`));
        yield `${i === 0 ? '{"results":[' : ','}${JSON.stringify(result)}`;
      }
      yield ']}';
    }
    reply.type('application/json; charset=utf-8');
    return sendChunks(reply, timeSlices.stream(classifyAll()));
  };
}
