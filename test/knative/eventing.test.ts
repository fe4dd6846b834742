import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import jsonata from 'jsonata';
import { describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import type { Classification } from '../../classifier/src/index.ts';
import { buildApp } from '../../functions/app.ts';
import { checkSchema } from '../helpers/check-schema.ts';
import { FAKE_RESULT, fakeClassifier } from '../helpers/fake-classifier.ts';
import { KNATIVE, nameOf, type Resource, readResources } from '../helpers/manifests.ts';
import { takes } from '../helpers/match-filter.ts';

const eventing = await readResources('components/eventing');
const aws = await readResources('components/aws-events');
const find = (kind: string, name: string) =>
  [...eventing, ...aws].find((resource) => resource.kind === kind && resource.metadata.name === name)!;
const transformation = jsonata(find('EventTransform', 'review-to-text').spec.jsonata.expression);

/** An event of the example's producer. */
const CREATED = {
  specversion: '1.0',
  type: 'dev.example.review.created.v1',
  source: '/shop',
  id: '17',
  time: '2026-11-24T00:00:00Z',
  datacontenttype: 'application/json',
  data: { review: { id: 'film/42', stars: 1, body: 'A dull film.' } },
};

/** What the function answers to an event, as its classifier finds a sentiment in every text. */
async function answer(event: object, sentiment: Classification['sentiment'] = 'somewhat negative') {
  const app = buildApp({
    classifier: fakeClassifier(() => ({ ...FAKE_RESULT, sentiment })),
    isEventsOnly: true,
  });
  const type = 'application/cloudevents+json';
  const reply = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': type, accept: type },
    payload: JSON.stringify(event),
  });
  await app.close();
  return { status: reply.statusCode, body: reply.json() };
}

/** The names of the Triggers that take an event. */
function takers(event: Record<string, string>, resources = eventing): string[] {
  return resources
    .filter((resource) => resource.kind === 'Trigger' && takes(resource, event))
    .map(({ metadata }) => metadata.name);
}

describe('a review on its way', () => {
  test('is transformed to what the function takes, classified, and routed by its sentiment', async () => {
    expect(takers(CREATED as never)).toEqual(['transform']);
    const transformed = await transformation.evaluate(CREATED);
    expect(transformed).toEqual({
      specversion: '1.0',
      type: 'dev.movie-sentiment.text.v1',
      source: '/movie-sentiment/review-to-text',
      id: '/shop#17',
      subject: 'film/42',
      time: '2026-11-24T00:00:00Z',
      datacontenttype: 'application/json',
      data: { mytext: 'A dull film.' },
    });
    expect(takers(transformed)).toEqual(['classify']);
    const { status, body } = await answer(transformed);
    expect(status).toBe(200);
    expect(body).toMatchObject({ subject: 'film/42', data: { sentiment: 'somewhat negative' } });
    expect(takers(body)).toEqual(['negative']);
    expect(takers(body, aws)).toEqual(['notify']);
  });

  test.each([
    ['negative', ['negative']],
    ['somewhat negative', ['negative']],
    ['neutral', []],
    ['somewhat positive', []],
    ['positive', []],
  ] as const)('that is %s goes to %j', async (sentiment, expected) => {
    const { body } = await answer(await transformation.evaluate(CREATED), sentiment);
    expect(takers(body)).toEqual(expected);
  });

  test('without a text is poison, which a Broker does not send again', async () => {
    const { status } = await answer(await transformation.evaluate({ ...CREATED, data: { review: {} } }));
    expect(status).toBe(400);
  });

  test('from the queue is classified as it is', () => {
    const type = 'dev.knative.connector.event.aws-sqs';
    expect(takers({ type }, aws)).toEqual(['classify-queue']);
    expect(takers({ type })).toEqual([]);
  });
});

test('what no Trigger can deliver becomes a dead letter: each has the sink of the Broker, and no delivery of its own', () => {
  const triggers = [...eventing, ...aws].filter(({ kind }) => kind === 'Trigger');
  expect(triggers.map(({ metadata }) => metadata.name)).toContain('transform');
  for (const { spec } of triggers) {
    expect(spec.delivery).toBeUndefined();
    expect(find('Broker', spec.broker).spec.delivery.deadLetterSink.ref.name).toBe('dead-letters');
  }
});

test('the senders of aws-events that event-policy names in comments are there', async () => {
  const file = await readFile(join(KNATIVE, 'components/event-policy/event-policy.yaml'), 'utf8');
  const policy = parse(file.replace(/^ {4}# (- ref:| {2}.+)$/gm, '    $1'));
  expect(checkSchema(policy)).toEqual([]);
  const senders = policy.spec.from.flatMap(({ ref }: Resource['spec']) =>
    ref ? [find(ref.kind, ref.name)] : [],
  );
  expect(senders.map(nameOf)).toEqual([
    'Trigger transform',
    'Trigger classify',
    'IntegrationSource reviews-queue',
    'Trigger classify-queue',
  ]);
});

describe('a dead letter', () => {
  const { template, suspend } = find('JobSink', 'dead-letters').spec.job.spec;
  const [container] = template.spec.containers;
  /** With what Knative adds to an event that could not be delivered. */
  const DEAD = { ...CREATED, knativeerrordest: 'http://a', knativeerrorcode: 400, knativeerrordata: 'e30=' };

  /** Runs the Job's command with this Node.js, as a container would after the Job is resumed. */
  async function sendAgain(status: number, event: object = DEAD) {
    const requests: { url: string | undefined; type: string | undefined; body: string }[] = [];
    const server = createServer(async (request, response) => {
      requests.push({
        url: request.url,
        type: request.headers['content-type'],
        body: await text(request),
      });
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const folder = await mkdtemp(join(inject('scratch'), 'dead-letter-'));
    await writeFile(join(folder, 'event'), JSON.stringify(event));
    const env = { K_EVENT_PATH: folder, BROKER_URL: `http://127.0.0.1:${port}/ns/reviews` };
    const child = spawn(process.execPath, container.args, { env });
    const [code] = await once(child, 'exit');
    server.close();
    return { code, requests };
  }

  test('is kept without running anything', () => {
    expect(suspend).toBe(true);
    expect(container.command).toEqual(['/nodejs/bin/node']);
  });

  test('is sent to the Broker when its Job is resumed, without the error and under an id of its own', async () => {
    const { code, requests } = await sendAgain(202);
    expect(code).toBe(0);
    const [{ url, type, body }] = requests as [(typeof requests)[number]];
    expect([requests.length, url, type]).toEqual([1, '/ns/reviews', 'application/cloudevents+json']);
    expect(JSON.parse(body)).toEqual({ ...CREATED, id: '17~2', originalid: '17', attempt: 2 });
  });

  test('gets the same id from each run of its Job, which is one event then', async () => {
    const [first, second] = [await sendAgain(503), await sendAgain(202)];
    expect(second.requests).toEqual(first.requests);
  });

  test('that fails again is another dead letter, and counts on from there', async () => {
    // As it comes from Knative, which may have made a string of the number.
    const again = { ...DEAD, id: '17~2', originalid: '17', attempt: '2' };
    const { requests } = await sendAgain(202, again);
    expect(JSON.parse(requests[0]!.body)).toMatchObject({ id: '17~3', originalid: '17', attempt: 3 });
  });

  test('fails its Job when the Broker does not take it', async () => {
    expect((await sendAgain(503)).code).toBe(1);
  });
});
