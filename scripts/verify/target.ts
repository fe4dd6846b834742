import type { Validator } from '@seriousme/openapi-schema-validator';
import { type Answer, checkAnswer, conform, type OpenApi } from './check-answer.ts';
import { connect, type Deployment, type Send } from './client.ts';

/** A deployment under test. */
export interface Target {
  send: Send;
  /** What it says of itself in `/openapi.json`, once that is read and found valid. */
  document: OpenApi | undefined;
  /** What `/model` says of its labels, once that is read. */
  labels: TargetLabels | undefined;
}

/** The labels of a deployment's model, as `/model` tells them. */
export interface TargetLabels {
  labels: string[];
  isScale: boolean;
  attributes: string[];
}

/** What a deployment must do. */
export interface Check {
  /** What `--skip` calls it. */
  name: string;
  /** Gives what was seen, in a few words. @throws Error that says what was wrong */
  run: (target: Target) => Promise<string>;
}

/** Connects to a deployment. @throws UsageError for what is no URL of HTTP */
export function openTarget(deployment: Deployment): Target {
  return { send: connect(deployment), document: undefined, labels: undefined };
}

/** @throws Error unless the condition holds */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/**
 * @returns the answer
 * @throws Error unless it has this status, and is just what the deployment's own document says
 */
export function expectStatus({ document }: Target, answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    // Kourier answers so for hosts that it does not know.
    const isUnknownHost = answer.status === 404 && answer.headers.server === 'envoy';
    const hint = isUnknownHost ? '; does --host name the Knative service?' : `: ${answer.body.slice(0, 200)}`;
    throw new Error(`status ${answer.status}, expected ${status}${hint}`);
  }
  // Proxies add headers of their own.
  if (document) checkAnswer(document, answer, { allowOtherHeaders: true });
  return answer;
}

/** The JSON of an answer with status 200. @throws Error for any other, and for what the schema refuses */
export function expectJson<T>(target: Target, answer: Answer, schema: object): T {
  const value = JSON.parse(expectStatus(target, answer, 200).body);
  expectSchema(value, schema);
  return value;
}

/** @throws Error unless a value conforms to a schema of the contract */
export function expectSchema(value: unknown, schema: object): void {
  let document = documents.get(schema);
  if (!document) {
    document = { paths: {}, components: { headers: {}, responses: {} }, contract: schema } as OpenApi;
    documents.set(schema, document);
  }
  conform(document, value, ['contract']);
}

/** Schemas as the documents that `conform` takes, which compiles each once. */
const documents = new WeakMap<object, OpenApi>();

/** Holds documents against the schema of OpenAPI, which it compiles once. */
let validator: Validator | undefined;

/** Reads `/openapi.json` for the checks that follow. */
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
