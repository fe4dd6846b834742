import type { DetailedClassification, Steps } from '../../classifier/src/index.ts';
import { type ProblemDetails, ProblemError, problem } from '../contract/problems.ts';
import { readId, readText } from '../contract/read-request.ts';
import { orFault } from '../service/answers.ts';
import type { Service } from '../service/service.ts';
import { readElement } from './read-element.ts';

const NO_OPTIONS = {};

/** What takes the place of an element of an array: its result or its error, with its id where it has one. */
type ElementAnswer = { id?: string | number | null } & (DetailedClassification | { error: ProblemDetails });

/** Answers invocations that hand over texts without HTTP. */
export interface Invocations {
  /**
   * The result for `{"mytext": "…"}`.
   * @throws Error of the problem's name, such as `empty-text`, by rejecting
   */
  answerText(event: object): Promise<DetailedClassification>;
  /**
   * The results for an array, as EventBridge Pipes sends it to an enrichment, in order. An element is
   * `{"mytext": "…"}`, or a record of a queue or a stream that holds that; one at fault gets an error in its place.
   * The id of a result is that of the request, or else of the record.
   */
  answerList(list: readonly unknown[]): Promise<ElementAnswer[]>;
}

/** Invocations of a service without HTTP. */
export function createInvocations({ texts, timeSlices }: Pick<Service, 'texts' | 'timeSlices'>): Invocations {
  function* answerElement(element: unknown, index: number): Steps<ElementAnswer> {
    const { id: recordId, place, field, read } = readElement(element);
    let id: ReturnType<typeof readId> = recordId;
    const answer = yield* orFault(function* (): Steps<DetailedClassification> {
      // No pointer reaches into JSON within a string.
      const pointer = (inRequest = ''): string => `/${index}${field === undefined ? inRequest : `/${field}`}`;
      try {
        const request = read();
        id = readId(request) ?? recordId;
        return yield* texts.classifyInSteps(readText(request, place), NO_OPTIONS, pointer('/mytext'));
      } catch (error) {
        if (!(error instanceof ProblemError) || error.pointer?.startsWith(`/${index}/`)) throw error;
        throw problem(error.type, error.message, pointer(error.pointer));
      }
    });
    return id === undefined ? answer : { id, ...answer };
  }

  function* answerAll(list: readonly unknown[]): Steps<ElementAnswer[]> {
    const answers: ElementAnswer[] = [];
    for (const [index, element] of list.entries()) {
      answers.push(yield* answerElement(element, index));
      yield;
    }
    return answers;
  }

  return {
    async answerText(event) {
      try {
        return await texts.classify(readText(event), NO_OPTIONS);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        // Step Functions and others tell errors apart by their names.
        throw Object.assign(new Error(error.message), { name: error.type });
      }
    },
    answerList: (list) => timeSlices.run(answerAll(list)),
  };
}
