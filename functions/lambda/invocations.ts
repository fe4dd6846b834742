import type { DetailedClassification, Steps } from '../../classifier/src/index.ts';
import { type ProblemDetails, ProblemError, problem } from '../contract/problems.ts';
import { readId, readText } from '../contract/read-request.ts';
import { orFault } from '../service/answers.ts';
import type { Service } from '../service/service.ts';
import { parseJson } from '../wire/decode-body.ts';

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
   * `{"mytext": "…"}`, or a record of SQS whose body is that; one at fault gets an error in its place.
   */
  answerList(list: readonly unknown[]): Promise<ElementAnswer[]>;
}

/** Invocations of a service without HTTP. */
export function createInvocations({ texts, timeSlices }: Pick<Service, 'texts' | 'timeSlices'>): Invocations {
  function* answerElement(element: unknown, index: number): Steps<ElementAnswer> {
    let id: ReturnType<typeof readId>;
    const answer = yield* orFault(function* (): Steps<DetailedClassification> {
      const isSqs = isRecord(element);
      const place = isSqs ? 'The body of the record' : 'The element';
      // No pointer reaches into JSON within a string.
      const pointer = (inRequest = ''): string => `/${index}${isSqs ? '/body' : inRequest}`;
      try {
        if (isSqs) id = element.messageId;
        const request = isSqs ? parseJson(Buffer.from(element.body), place) : element;
        id = readId(request) ?? id;
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

function isRecord(element: unknown): element is { body: string; messageId: string } {
  return (
    typeof element === 'object' &&
    element !== null &&
    'messageId' in element &&
    typeof element.messageId === 'string' &&
    'body' in element &&
    typeof element.body === 'string'
  );
}
