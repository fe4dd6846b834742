import {
  PROBLEM_SCHEMA,
  PROBLEMS,
  type ProblemDetails,
  type ProblemType,
} from '../../functions/contract/problems.ts';
import type { RequestContent } from './client.ts';
import { assert, type Check, expectSchema, expectStatus } from './target.ts';
import { JSON_TYPE } from './text-checks.ts';

/** A request that must be refused, with the expected problem. */
interface Refusal {
  name: string;
  method?: string;
  content?: RequestContent;
  type: ProblemType;
  pointer?: string;
  /** A header that the answer must have. */
  header?: string;
}

const event = { ...JSON_TYPE, 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/verify', 'ce-type': 'a' };

const WRONG_METHOD: Refusal = {
  name: 'problem-method',
  method: 'DELETE',
  type: 'method-not-allowed',
  header: 'allow',
};

const OF_TEXTS: readonly Refusal[] = [
  { name: 'problem-json', content: { headers: JSON_TYPE, body: '{"mytext":' }, type: 'malformed-json' },
  {
    name: 'problem-text',
    content: { headers: JSON_TYPE, body: '{}' },
    type: 'missing-text',
    pointer: '/mytext',
  },
  {
    name: 'problem-type',
    content: { headers: { 'content-type': 'text/csv' }, body: 'mytext' },
    type: 'unsupported-media-type',
  },
  WRONG_METHOD,
];

// Problems after which a broker does not retry.
const OF_EVENTS: readonly Refusal[] = [
  { name: 'event-poison', content: { headers: event, body: '{}' }, type: 'missing-text', pointer: '/mytext' },
];

const OF_EVENTS_ALONE: readonly Refusal[] = [
  ...OF_EVENTS,
  {
    name: 'events-alone',
    content: { headers: JSON_TYPE, body: '{"mytext":"So-so."}' },
    type: 'invalid-event',
  },
  WRONG_METHOD,
];

function checkRefusal({ name, method = 'POST', content = {}, type, pointer, header }: Refusal): Check {
  return {
    name,
    run: async (target) => {
      const answer = expectStatus(target, await target.send(method, '/', content), PROBLEMS[type].status);
      const { 'content-type': mediaType } = answer.headers;
      assert(mediaType === 'application/problem+json', `the content type is ${mediaType}`);
      const details: ProblemDetails = JSON.parse(answer.body);
      expectSchema(details, PROBLEM_SCHEMA);
      assert(details.type === `/problems/${type}`, `"${details.type}", expected "/problems/${type}"`);
      assert(details.pointer === pointer, `the pointer is ${details.pointer}, expected ${pointer}`);
      if (header === undefined) return `${answer.status} ${details.type}`;
      assert(answer.headers[header], `the header ${header} is missing`);
      return `${answer.status} ${details.type}, ${header}: ${answer.headers[header]}`;
    },
  };
}

/** The checks of refusals for functions that accept texts. */
export const TEXT_PROBLEM_CHECKS: readonly Check[] = [...OF_TEXTS, ...OF_EVENTS].map(checkRefusal);

/** The checks of refusals for functions that accept only events. */
export const EVENT_PROBLEM_CHECKS: readonly Check[] = OF_EVENTS_ALONE.map(checkRefusal);
