import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DetailedClassification, Steps } from '../../classifier/src/index.ts';
import { type ProblemDetails, ProblemError, problemDetails } from '../contract/problems.ts';
import { checkText, readOptions, readTexts } from '../contract/read-request.ts';
import type { Service } from '../service/service.ts';
import type { Chunks } from '../service/time-slices.ts';
import { decodeBody } from '../wire/decode-body.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';
import { sendChunks } from '../wire/send-chunks.ts';

/** What is answered for a text at fault among others. */
export interface Fault {
  error: ProblemDetails;
}

/** The result of a step that may refuse a text, which is a fault of that text alone. */
export function* orFault<Result>(steps: () => Steps<Result>): Steps<Result | Fault> {
  try {
    return yield* steps();
  } catch (error) {
    if (error instanceof ProblemError) return { error: problemDetails(error) };
    throw error;
  }
}

/**
 * Answers `POST /batch` in JSON: one result a text, in order. They go out as they come, since those of a megabyte with
 * sentences or explanations take 100.
 */
export function createBatchHandler({ texts, timeSlices }: Service) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    negotiate(request.headers.accept, ['application/json']);
    const batch = readTexts(
      decodeBody(request.body as Buffer | undefined, request.headers, '{"mytexts": ["…", "…"]}'),
    );
    const options = readOptions(request.query);

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
