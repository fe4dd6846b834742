import { JSON_TYPE } from '../contract/media-types.ts';
import type { Part } from './answers.ts';

/** An example of a request and its response. */
export interface Exchange {
  /** A short description of the request. */
  summary: string;
  /** The values of parameters, by name. */
  parameters?: Record<string, unknown>;
  body: unknown;
  /** The content type of the request; JSON by default. */
  bodyType?: string;
  /** The status of the response; 200 by default. */
  status?: number;
  /** The body of the response. */
  answer: unknown;
  /** The content type of the response; JSON by default. */
  answerType?: string;
}

/** Exchanges by the name of their example. */
export type Exchanges = Record<string, Exchange>;

/** An operation without examples. */
interface Operation extends Part {
  parameters?: readonly { name: string }[];
  requestBody: Part & { content: Content };
  responses: Part;
}
type Content = Record<string, object>;

/**
 * Adds examples to an operation. The parameters, request and response of one exchange have examples of the same name,
 * as mock servers such as Microcks expect.
 */
export function withExchanges(operation: Operation, exchanges: Exchanges): Part {
  const { parameters = [], requestBody, responses } = operation;
  return {
    ...operation,
    parameters: parameters.map((parameter) => ({
      ...parameter,
      ...toExamples(exchanges, ({ parameters: given = {} }) =>
        Object.hasOwn(given, parameter.name) ? { value: given[parameter.name] } : undefined,
      ),
    })),
    requestBody: {
      ...requestBody,
      content: mapContent(requestBody.content, (mediaType) =>
        toExamples(exchanges, ({ summary, body, bodyType = JSON_TYPE }) =>
          bodyType === mediaType ? { summary, value: body } : undefined,
        ),
      ),
    },
    responses: Object.fromEntries(
      Object.entries(responses).map(([code, response]) => [
        code,
        addAnswers(response as { content?: Content }, Number(code), exchanges),
      ]),
    ),
  };
}

function addAnswers(response: { content?: Content }, code: number, exchanges: Exchanges): object {
  if (response.content === undefined) return response;
  const content = mapContent(response.content, (mediaType) =>
    toExamples(exchanges, ({ status = 200, answer, answerType = JSON_TYPE }) =>
      status === code && answerType === mediaType ? { value: answer } : undefined,
    ),
  );
  return { ...response, content };
}

function mapContent(content: Content, examplesOf: (mediaType: string) => Part): Content {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, media]) => [mediaType, { ...media, ...examplesOf(mediaType) }]),
  );
}

function toExamples(exchanges: Exchanges, read: (exchange: Exchange) => object | undefined): Part {
  const examples = Object.entries(exchanges)
    .map(([name, exchange]) => [name, read(exchange)] as const)
    .filter(([, example]) => example !== undefined);
  return examples.length > 0 ? { examples: Object.fromEntries(examples) } : {};
}
