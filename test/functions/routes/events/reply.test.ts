import { HTTP, CloudEvent as PeerEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import {
  app,
  EVENT,
  eventHeaders,
  type Headers,
  headersOf,
  post,
  REPLY_ID,
  REPLY_TYPE,
  STRUCTURED,
  send,
} from '../../../helpers/cloud-events.ts';
import { FAKE_RESULT } from '../../../helpers/fake-classifier.ts';
import { appWith, expectProblem, inject } from '../../../helpers/inject.ts';

const eventsApp = appWith({ isEventsOnly: true });

describe('the reply to an event', () => {
  test('is an event in binary mode with the answer to POST / as its data', async () => {
    for (const reply of [await post(), await send(EVENT), await post({}, undefined, eventsApp)]) {
      expect(reply.statusCode).toBe(200);
      expect(reply.headers['content-type']).toBe('application/json');
      expect(reply.headers.vary).toBe('Accept');
      expect(eventHeaders(reply)).toEqual({
        'ce-specversion': '1.0',
        'ce-id': REPLY_ID,
        'ce-source': '/movie-sentiment',
        'ce-type': REPLY_TYPE,
        'ce-sentiment': 'somewhat-negative',
        'ce-label': '1',
        'ce-causationid': '7',
      });
      expect(reply.json()).toEqual(FAKE_RESULT);
      expect(reply.body).toBe((await postText()).body);
    }
  });

  test('has explanation and sentences where the query asks for them', async () => {
    const url = '/?explain=true&sentences=true';
    const { body } = await postText(url);
    expect(JSON.parse(body)).toMatchObject({ explanation: [{}], sentences: [{}] });
    expect((await post({}, undefined, app, url)).body).toBe(body);
    expect(JSON.stringify((await send([EVENT], { url })).json()[0].data)).toBe(body);
    expectProblem(await send(EVENT, { url: '/?explain=yes' }), 'invalid-query');
  });

  function postText(url = '/') {
    return inject(app, { method: 'POST', url, payload: EVENT.data });
  }

  test('keeps what tells where the event belongs, and nothing else', async () => {
    const kept = {
      subject: 'Le fabuleux destin – 100 %',
      time: '2018-04-05T17:31:00.5+02:00',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
      correlationid: 'c1',
      partitionkey: 'p1',
    };
    const other = {
      dataschema: 'urn:x',
      myextension: '1',
      causationid: 'before',
      label: '4',
      sentiment: 'positive',
    };
    const reply = await send({
      ...EVENT,
      ...kept,
      ...other,
      datacontenttype: 'application/json; charset=utf-8',
    });
    expect(eventHeaders(reply)).toEqual({
      ...eventHeaders(await send(EVENT)),
      ...headersOf(kept),
      'ce-subject': 'Le%20fabuleux%20destin%20%E2%80%93%20100%20%25',
    });
    const structured = await send({ ...EVENT, ...kept, ...other }, { headers: { accept: STRUCTURED } });
    expect(structured.json()).toMatchObject(kept);
    expect(eventHeaders(await send({ ...EVENT, correlationid: '', tracestate: null }))).toEqual(
      eventHeaders(await send(EVENT)),
    );
  });

  test('is the same to the byte for the same event, in whatever order its attributes come', async () => {
    const event = {
      ...EVENT,
      subject: 'é',
      time: '2018-04-05T17:31:00Z',
      partitionkey: 'a',
      traceparent: 'b',
    };
    const turned = Object.fromEntries(Object.entries(event).toReversed());
    for (const accept of ['*/*', STRUCTURED]) {
      const [first, second] = await Promise.all(
        [event, turned].map((sent) => send(sent, { headers: { accept } })),
      );
      expect(second!.body).toBe(first!.body);
      expect(Object.entries(eventHeaders(second!))).toEqual(Object.entries(eventHeaders(first!)));
    }
    expect((await send([turned])).body).toBe((await send([event])).body);
  });

  test('has another id for another source or id, however the two are cut', async () => {
    const idOf = async (source: string, id: string) =>
      (await send({ ...EVENT, source, id })).headers['ce-id'];
    const ids = await Promise.all([idOf('a', 'bc'), idOf('ab', 'c'), idOf('a', 'b'), idOf('a', '","b')]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('comes from the source that is set', async () => {
    const eventSource = 'https://example.org/sentiment';
    expect((await post({}, undefined, appWith({ eventSource }))).headers['ce-source']).toBe(eventSource);
  });

  test.each([
    ['application/cloudevents+json'],
    ['application/cloudevents+json; charset=utf-8'],
    ['application/cloudevents+json;charset=utf8'],
    ['Application/CloudEvents+JSON'],
    ['application/cloudevents+json, */*;q=0.1'],
    ['application/json;q=0.5, application/cloudevents+json'],
  ])('is structured for "Accept: %s"', async (accept) => {
    for (const reply of [await post({ accept }), await send(EVENT, { headers: { accept } })]) {
      expect(reply.headers['content-type']).toBe(STRUCTURED);
      expect(eventHeaders(reply)).toEqual({});
      expect(reply.json()).toEqual({
        specversion: '1.0',
        id: REPLY_ID,
        source: '/movie-sentiment',
        type: REPLY_TYPE,
        datacontenttype: 'application/json',
        sentiment: 'somewhat-negative',
        label: '1',
        causationid: '7',
        data: FAKE_RESULT,
      });
    }
  });

  test.each([
    [''],
    ['*/*'],
    ['application/*'],
    ['application/json'],
    ['application/json, application/cloudevents+json;q=0.5'],
    ['application/cloudevents+json;q=0'],
    ['application/cloudevents-batch+json'],
    ['text/html'],
    ['*/*;q=0'],
    ['"'],
    ['what?'],
  ])('is binary for "Accept: %s"', async (accept) => {
    const reply = await post({ accept });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.headers['ce-type']).toBe(REPLY_TYPE);
  });

  test('is structured where headers would be too long for proxies', async () => {
    const subject = 'é'.repeat(5000);
    const reply = await send({ ...EVENT, subject });
    expect(reply.headers['content-type']).toBe(STRUCTURED);
    expect(reply.json().subject).toBe(subject);
  });

  test.each(['binary', 'structured'] as const)(
    'to the cloudevents package in %s mode is valid',
    async (mode) => {
      const sent = new PeerEvent({ ...EVENT, subject: 'film/7', datacontenttype: 'application/json' });
      const { headers, body } = HTTP[mode](sent);
      const reply = await inject(app, {
        method: 'POST',
        url: '/',
        headers: { ...(headers as Headers), ...(mode === 'structured' && { accept: STRUCTURED }) },
        payload: body as string,
      });
      const got = HTTP.toEvent({ headers: reply.headers as Headers, body: reply.body }) as PeerEvent<unknown>;
      expect(got.validate()).toBe(true);
      expect(got).toMatchObject({ type: REPLY_TYPE, subject: 'film/7', causationid: '7', data: FAKE_RESULT });
    },
  );
});
