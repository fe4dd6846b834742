import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../functions/app.ts';
import { FAKE_RESULT, fakeClassifier } from '../helpers/fake-classifier.ts';
import { runInProcess } from '../helpers/run-in-process.ts';

const texts: string[] = [];
const types: unknown[] = [];
const authorizations: unknown[] = [];
const app = buildApp({
  classifier: fakeClassifier((text) => {
    texts.push(text);
    return FAKE_RESULT;
  }),
});
app.addHook('onRequest', async ({ headers }) => {
  types.push(headers['ce-type']);
  authorizations.push(headers.authorization);
});
let url: string;

beforeAll(async () => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(() => app.close());

const invoke = (...args: string[]) => runInProcess('invoke.ts', args);

describe('npm run invoke', () => {
  test.each([
    ['http', undefined],
    ['cloudevent', 'boson.fn'],
  ])('prints the answer to a text sent in the format %s', async (format, type) => {
    const { stdout, stderr, code } = await invoke('A “lovely” film.', '--url', url, '--format', format);
    expect(JSON.parse(stdout)).toEqual(FAKE_RESULT);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(texts.at(-1)).toBe('A “lovely” film.');
    expect(types.at(-1)).toBe(type);
  });

  test('sends a password in the URL as curl does, and never prints it', async () => {
    const withPassword = url.replace('//', '//me:p%40ss-w%C3%B6rd@');
    expect((await invoke('A text.', '--url', withPassword)).code).toBe(0);
    const credentials = Buffer.from('me:p@ss-wörd').toString('base64');
    expect(authorizations.at(-1)).toBe(`Basic ${credentials}`);
    const refused = await invoke(' ', '--url', withPassword);
    expect(refused.stderr).toMatch(`error: ${url} answers 400: `);
    const unreachable = await invoke('A text.', '--url', 'http://me:p%40ss-word@127.0.0.1:9');
    expect(unreachable.stderr).toMatch('error: http://127.0.0.1:9 does not answer');
    for (const { stdout, stderr } of [refused, unreachable]) {
      expect(stdout + stderr).not.toMatch(/ss-w|p%40|bWU6/);
    }
  });

  test('ends with what the function says is wrong', async () => {
    const { stdout, stderr, code } = await invoke(' ', '--url', url);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `error: ${url} answers 400: The text is only white space; expected 1 to 20000 characters, at least one of them not white space.\n`,
    );
    expect(code).toBe(1);
  });

  test.each([
    [['A text.', '--url', 'http://127.0.0.1:9'], '"npm start" starts a function at port 8080'],
    [
      ['A text.', '--url', 'localhost'],
      '"localhost" is not a URL; expected one such as http://localhost:8080',
    ],
    [['A text.', '--format', 'xml'], 'Allowed choices are http, cloudevent.'],
    [[], "missing required argument 'text'"],
  ])('%j ends in a line', async (args, message) => {
    const { stdout, stderr, code } = await invoke(...args);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: .+\n$/);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
});
