import type { Validator } from '@seriousme/openapi-schema-validator';
import { type Answer, checkAnswer, conform, type OpenApi } from './check-answer.ts';
import { connect, type Deployment, type Send } from './client.ts';

/** A deployment under test. */
export interface Target {
  send: Send;
  /** Its document from `/openapi.json`, once it is read and valid. */
  document: OpenApi | undefined;
  /** Its labels from `/model`, once they are read. */
  labels: TargetLabels | undefined;
}

/** The labels of a deployment's model, from `/model`. */
export interface TargetLabels {
  labels: string[];
  isScale: boolean;
  attributes: string[];
}

/** A check of a deployment. */
export interface Check {
  /** The name for `--skip`. */
  name: string;
  /** Runs the check and returns a short summary. @throws Error with the problem */
  run: (target: Target) => Promise<string>;
}

/** Connects to a deployment. @throws UsageError for a URL that is not HTTP */
export function openTarget(deployment: Deployment): Target {
  return { send: connect(deployment), document: undefined, labels: undefined };
}

/** Asserts a condition. @throws Error with the message unless it holds */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/**
 * Checks the status of an answer.
 * @returns the answer
 * @throws Error unless it has this status and conforms to the deployment's own document
 */
export function expectStatus({ document }: Target, answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    // Kourier answers like this for unknown hosts.
    const isUnknownHost = answer.status === 404 && answer.headers.server === 'envoy';
    const hint = isUnknownHost ? '; does --host name the Knative service?' : `: ${answer.body.slice(0, 200)}`;
    throw new Error(`status ${answer.status}, expected ${status}${hint}`);
  }
  // Proxies add other headers.
  if (document) checkAnswer(document, answer, { allowOtherHeaders: true });
  return answer;
}

/** Parses the JSON of an answer. @throws Error unless the status is 200 and the value conforms to the schema */
export function expectJson<T>(target: Target, answer: Answer, schema: object): T {
  const value = JSON.parse(expectStatus(target, answer, 200).body);
  expectSchema(value, schema);
  return value;
}

/** Checks a value against a schema of the contract. @throws Error unless it conforms */
export function expectSchema(value: unknown, schema: object): void {
  let document = documents.get(schema);
  if (!document) {
    document = { paths: {}, components: { headers: {}, responses: {} }, contract: schema } as OpenApi;
    documents.set(schema, document);
  }
  conform(document, value, ['contract']);
}

/** A document for each schema, as `conform` needs it; each is compiled once. */
const documents = new WeakMap<object, OpenApi>();

/** The validator of OpenAPI documents, compiled once. */
let validator: Validator | undefined;

/** The check that reads `/openapi.json`, for the following checks. */
export const readDocument: Check = {
  name: 'openapi',
  run: async (target) => {
    const answer = await target.send('GET', '/openapi.json');
    const document = JSON.parse(expectStatus(target, answer, 200).body);
    validator ??= new (await import('@seriousme/openapi-schema-validator')).Validator();
    const { valid, errors } = await validator.validate(document);
    assert(valid, `not a valid OpenAPI document: ${JSON.stringify(errors ?? '').slice(0, 300)}`);
    target.document = document;
    expectStatus(target, answer, 200);
    return `OpenAPI ${document.openapi}, ${Object.keys(document.paths).length} paths`;
  },
};
