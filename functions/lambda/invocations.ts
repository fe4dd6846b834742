import type { DetailedClassification, Steps } from '../../classifier/src/index.ts';
import { checkBatch } from '../contract/check-batch.ts';
import { type ProblemDetails, ProblemError, problem } from '../contract/problems.ts';
import { readId, readText } from '../contract/read-request.ts';
import { orFault } from '../service/answers.ts';
import { resultsAhead } from '../service/run-ahead.ts';
import type { Service } from '../service/service.ts';
import { readElement } from './read-element.ts';

const NO_OPTIONS = {};

/** The answer to an element of an array: its result or error, and its id if it has one. */
type ElementAnswer = { id?: string | number | null } & (DetailedClassification | { error: ProblemDetails });

/** Answers direct invocations, without HTTP. */
export interface Invocations {
  /**
   * Classifies `{"mytext": "…"}`.
   * @throws Error, by rejecting, with the problem's type as its name, such as `empty-text`
   */
  answerText(event: object): Promise<DetailedClassification>;
  /**
   * Answers an array, as EventBridge Pipes sends it to an enrichment, in order. An element is `{"mytext": "…"}`, or a
   * record of a queue or a stream that holds it. An invalid element gets an error in its place. The id of an answer is
   * that of the request, or else of the record.
   */
  answerList(list: readonly unknown[]): Promise<ElementAnswer[]>;
}

/** Creates the handlers of direct invocations. */
export function createInvocations({
  texts,
  timeSlices,
  limits,
}: Pick<Service, 'texts' | 'timeSlices' | 'limits'>): Invocations {
  /** @param taken the texts of the elements before this one, to which its own is added */
  function* answerElement(element: unknown, index: number, taken: string[]): Steps<ElementAnswer> {
    const { id: recordId, place, field, read } = readElement(element);
    let id: ReturnType<typeof readId> = recordId;
    const answer = yield* orFault(function* (): Steps<DetailedClassification> {
      // A pointer cannot address JSON inside a string.
      const pointer = (inRequest = ''): string => `/${index}${field === undefined ? inRequest : `/${field}`}`;
      try {
        const request = read();
        id = readId(request) ?? recordId;
        const text = readText(request, place);
        if (limits.batchCharacters !== undefined) checkBatch([...taken, text], NO_OPTIONS, limits);
        taken.push(text);
        return yield* texts.classifyInSteps(text, NO_OPTIONS, pointer('/mytext'));
      } catch (error) {
        if (!(error instanceof ProblemError) || error.pointer?.startsWith(`/${index}/`)) throw error;
        throw problem(error.type, error.message, pointer(error.pointer));
      }
    });
    return id === undefined ? answer : { id, ...answer };
  }

  return {
    async answerText(event) {
      try {
        return await texts.classify(readText(event), NO_OPTIONS);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        // Step Functions, for one, distinguishes errors by name.
        throw Object.assign(new Error(error.message), { name: error.type });
      }
    },
    answerList(list) {
      const taken: string[] = [];
      const jobs = list.values().map((element, i) => answerElement(element, i, taken));
      return timeSlices.run(resultsAhead(jobs, texts.numAhead));
    },
  };
}
