import { JSON_TYPE } from '../contract/media-types.ts';
import type { Part } from './answers.ts';

/** A request as an example, and its answer. */
export interface Exchange {
  /** What is sent, in a few words. */
  summary: string;
  /** The values of parameters, by their names. */
  parameters?: Record<string, unknown>;
  body: unknown;
  /** JSON by default, like the type of the answer. */
  bodyType?: string;
  /** 200 by default. */
  status?: number;
  answer: unknown;
  answerType?: string;
}

/** Exchanges by the names of their examples. */
export type Exchanges = Record<string, Exchange>;

/** An operation without examples. */
interface Operation extends Part {
  parameters?: readonly { name: string }[];
  requestBody: Part & { content: Content };
  responses: Part;
}
type Content = Record<string, object>;

/**
 * The operation with examples. Those of one name belong together, as mock servers such as Microcks read them too: the
 * parameters, the body and the answer of one exchange.
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
