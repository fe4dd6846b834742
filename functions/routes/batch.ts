import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DetailedClassification, Steps } from '../../classifier/src/index.ts';
import type { TextClassifier } from '../classify-text.ts';
import { checkText, readOptions, readTexts } from '../contract.ts';
import { decodeBody } from '../decode-body.ts';
import { negotiate, varyByAccept } from '../negotiate.ts';
import { type ProblemDetails, ProblemError, problemDetails } from '../problems.ts';

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

/** Answers `POST /batch` in JSON: one result a text, in order. */
export function createBatchRoute(texts: TextClassifier) {
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
    function* classifyAll(): Steps<string[]> {
      const results: string[] = [];
      for (const [i, text] of batch.entries()) {
        results.push(JSON.stringify(yield* orFault(() => classify(text, `/mytexts/${i}`))));
        yield;
      }
      return results;
    }
    const results = await texts.run(classifyAll());
    // Made into JSON one by one, so that no step takes long.
    reply.type('application/json; charset=utf-8').serializer(String);
    return `{"results":[${results.join(',')}]}`;
  };
}
