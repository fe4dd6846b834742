import { type AddressInfo, connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVENT, type Headers, headersOf, REPLY_ID, REQUIRED } from '../../../helpers/cloud-events.ts';
import { FAKE_RESULT } from '../../../helpers/fake-classifier.ts';
import { appWith } from '../../../helpers/inject.ts';

describe('over HTTP', () => {
  const served = appWith({ isEventsOnly: true });
  beforeAll(() => served.listen({ port: 0, host: '127.0.0.1' }));
  afterAll(() => served.close());

  /** Sends the very bytes, and reads the status, the headers and the body of the answer. */
  async function exchange(method: string, headers: Headers, body = '') {
    const { port } = served.server.address() as AddressInfo;
    const lines = Object.entries({
      Host: 'a',
      Connection: 'close',
      'Content-Length': body.length,
      ...headers,
    });
    const socket = connect(port, '127.0.0.1');
    socket.end(
      `${method} / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    );
    const [head = '', answer] = (await readAll(socket)).split('\r\n\r\n');
    const [statusLine = '', ...answered] = head.split('\r\n');
    return {
      status: Number(statusLine.split(' ')[1]),
      headers: Object.fromEntries(answered.map((line) => line.split(': ') as [string, string])),
      body: answer,
    };
  }

  test('the letter case of headers does not matter, and bytes above 127 are UTF-8', async () => {
    const reply = await exchange(
      'POST',
      {
        'CE-SpecVersion': '1.0',
        'Ce-Id': '7',
        'ce-SOURCE': '/reviews',
        'CE-TYPE': 'org.example.reviewed',
        'Ce-Subject': 'café',
        'CONTENT-TYPE': 'Application/JSON',
      },
      JSON.stringify(EVENT.data),
    );
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({ 'ce-id': REPLY_ID, 'ce-subject': 'caf%C3%A9' });
    expect(JSON.parse(reply.body!)).toEqual(FAKE_RESULT);
  });

  test('a reply that comes back is taken without an answer', async () => {
    const { headers, body } = await exchange('POST', { ...headersOf(REQUIRED) }, JSON.stringify(EVENT.data));
    const sent = Object.entries(headers).filter(([name]) => /^(ce-|content-type$)/.test(name));
    expect(await exchange('POST', Object.fromEntries(sent), body)).toMatchObject({
      status: 202,
      body: '',
      headers: { 'content-length': '0' },
    });
  });

  test('any sender may send webhooks', async () => {
    const reply = await exchange('OPTIONS', {
      'WebHook-Request-Origin': 'eventemitter.example.com',
      'WebHook-Request-Callback': 'http://127.0.0.1:1/confirm?key=a',
      'WebHook-Request-Rate': '120',
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toBe('');
    expect(reply.headers['webhook-allowed-origin']).toBe('eventemitter.example.com');
    expect(reply.headers['webhook-allowed-rate']).toBe('*');
    expect(reply.headers.allow).toContain('POST');
  });
});
