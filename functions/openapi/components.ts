import { PROBLEM_SCHEMA } from '../contract/problems.ts';
import {
  ANSWER_SCHEMA,
  BATCH_ANSWER_SCHEMA,
  BATCH_REQUEST_SCHEMA,
  ERROR_SCHEMA,
  HEALTH_SCHEMA,
  LINE_ANSWER_SCHEMA,
  LINE_SCHEMA,
  MODEL_SCHEMA,
  REQUEST_SCHEMA,
  SERVICE_SCHEMA,
  TEXT_SCHEMA,
} from '../contract/schemas.ts';
import { INFERENCE_SCHEMAS } from '../inference/schemas.ts';
import { HEADERS, RESPONSES } from './answers.ts';
import { BATCH_OF_EVENTS, BATCH_OF_REPLIES, EVENT, REPLY } from './events.ts';

/** The named schemas, under `components`. */
const SCHEMAS: Record<string, object> = {
  Text: TEXT_SCHEMA,
  Request: REQUEST_SCHEMA,
  Answer: ANSWER_SCHEMA,
  BatchRequest: BATCH_REQUEST_SCHEMA,
  BatchAnswer: BATCH_ANSWER_SCHEMA,
  Line: LINE_SCHEMA,
  LineAnswer: LINE_ANSWER_SCHEMA,
  TextError: ERROR_SCHEMA,
  Problem: PROBLEM_SCHEMA,
  Event: EVENT,
  EventBatch: BATCH_OF_EVENTS,
  Reply: REPLY,
  ReplyBatch: BATCH_OF_REPLIES,
  Service: SERVICE_SCHEMA,
  Model: MODEL_SCHEMA,
  Health: HEALTH_SCHEMA,
  ...INFERENCE_SCHEMAS,
};

const NAMES = new Map(Object.entries(SCHEMAS).map(([name, schema]) => [schema, name]));

/**
 * Replaces named schemas by references, and adds the `components` with those in use.
 * @param paths the paths of the document, with inline schemas
 */
export function withComponents(paths: object) {
  const used = new Set<string>();
  const refer = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const name = NAMES.get(value);
    if (name === undefined) return descend(value);
    used.add(name);
    return { $ref: `#/components/schemas/${name}` };
  };
  const descend = (value: object): object =>
    Array.isArray(value)
      ? value.map(refer)
      : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, refer(part)]));

  const referredPaths = descend(paths);
  const responses = descend(RESPONSES);
  // A schema may use others, which are added to the set during the loop.
  const schemas: Record<string, object> = {};
  for (const name of used) schemas[name] = descend(SCHEMAS[name]!);
  return { paths: referredPaths, components: { schemas, responses, headers: HEADERS } };
}
