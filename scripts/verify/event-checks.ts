import type { Classification } from '../../classifier/src/index.ts';
import { EVENT_TYPE } from '../../functions/cloud-events/encode.ts';
import { REPLY_TYPE } from '../../functions/cloud-events/own-events.ts';
import { ANSWER_SCHEMA } from '../../functions/contract/schemas.ts';
import { readLabels } from './about-checks.ts';
import type { Answer } from './check-answer.ts';
import { assert, type Check, expectSchema, expectStatus, type Target } from './target.ts';
import { expectConsistent, inShort, JSON_TYPE, TEXT } from './text-checks.ts';

const ATTRIBUTES = { specversion: '1.0', id: '17', source: '/verify', type: 'com.example.review' };

/** A reply event: its attributes and its data. */
type Reply = Record<string, unknown> & { data: Classification };

function sendBinary(target: Target, attributes = ATTRIBUTES): Promise<Answer> {
  const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
  const headers = { ...JSON_TYPE, ...Object.fromEntries(named) };
  return target.send('POST', '/', { headers, body: JSON.stringify({ mytext: TEXT }) });
}

function sendStructured(target: Target): Promise<Answer> {
  const headers = { 'content-type': EVENT_TYPE, accept: EVENT_TYPE };
  return target.send('POST', '/', {
    headers,
    body: JSON.stringify({ ...ATTRIBUTES, data: { mytext: TEXT } }),
  });
}

function readBinary({ headers, body }: Answer): Reply {
  const named = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  return {
    ...Object.fromEntries(named.map(([name, value]) => [name.slice('ce-'.length), value])),
    data: JSON.parse(body),
  };
}

/** Checks a reply event. @throws Error unless it answers the event of `ATTRIBUTES` */
async function expectReply(target: Target, reply: Reply): Promise<void> {
  const { type, id, source, causationid, sentiment, label, data } = reply;
  assert(type === REPLY_TYPE, `the type is "${type}", expected "${REPLY_TYPE}"`);
  assert(id && source, 'an id or a source is missing');
  assert(causationid === ATTRIBUTES.id, `the causationid is "${causationid}", expected "${ATTRIBUTES.id}"`);
  expectSchema(data, ANSWER_SCHEMA);
  const labels = await readLabels(target);
  expectConsistent(data, labels);
  const expected = labels.attributes[data.label];
  assert(sentiment === expected, `the attribute sentiment is "${sentiment}", expected "${expected}"`);
  assert(label === String(data.label), `the attribute label is "${label}"`);
}

/** Sends the same event twice, because brokers may deliver more than once. */
async function expectRepeatable(send: () => Promise<Reply>): Promise<Reply> {
  const [first, second] = [await send(), await send()];
  assert(
    first.id === second.id,
    `sent twice, the event is answered with the ids ${first.id} and ${second.id}`,
  );
  assert(JSON.stringify(first) === JSON.stringify(second), 'sent twice, the event is answered in two ways');
  return first;
}

const checkBinary: Check = {
  name: 'event-binary',
  run: async (target) => {
    const reply = await expectRepeatable(async () =>
      readBinary(expectStatus(target, await sendBinary(target), 200)),
    );
    await expectReply(target, reply);
    return `${inShort(reply.data)}; the same when sent again`;
  },
};

const checkStructured: Check = {
  name: 'event-structured',
  run: async (target) => {
    const reply = await expectRepeatable(async () =>
      JSON.parse(expectStatus(target, await sendStructured(target), 200).body),
    );
    await expectReply(target, reply);
    return `${inShort(reply.data)}; the same when sent again`;
  },
};

const checkLoop: Check = {
  name: 'event-loop',
  run: async (target) => {
    const answer = await sendBinary(target, { ...ATTRIBUTES, type: REPLY_TYPE });
    const { body } = expectStatus(target, answer, 202);
    assert(body === '', 'an event of our own type is answered with a body');
    return 'an event of our own type ends with 202';
  },
};

/** The checks for functions that accept events. */
export const EVENT_CHECKS: readonly Check[] = [checkBinary, checkStructured, checkLoop];
