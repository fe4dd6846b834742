import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { curlCommand } from '../../../functions/page/client/curl.ts';
import { appWith, expectProblem, inject } from '../../helpers/inject.ts';

const MAX_BYTES = 60_000;
/** What browsers ask for pages with. */
const BROWSERS = [
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7',
];

const app = appWith();
const get = (accept?: string, headers = {}) =>
  inject(app, { url: '/', headers: { ...(accept !== undefined && { accept }), ...headers } });
const page = await get('text/html');

test.each([...BROWSERS, 'text/html', 'text/*;q=0.5, application/json;q=0.1'])(
  '"Accept: %s" gets the page',
  async (accept) => {
    const { statusCode, headers, body } = await get(accept);
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers).toMatchObject({
      vary: 'Accept',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    expect(body).toMatch(/^<!doctype html>/);
  },
);

test.each([undefined, '', '*/*', 'application/json', 'application/*', 'text/html;q=0.1, application/json'])(
  '"Accept: %s" gets JSON',
  async (accept) => {
    const { headers, body } = await get(accept);
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching('application/json'),
      vary: 'Accept',
    });
    expect(headers).not.toHaveProperty('etag');
    expect(JSON.parse(body)).toHaveProperty('links');
  },
);

test('what is neither gets a problem', async () => {
  expectProblem(await get('image/png'), 'not-acceptable');
});

test('where events alone are taken there is no page', async () => {
  const reply = await inject(appWith({ isEventsOnly: true }), { url: '/', headers: { accept: 'text/html' } });
  expect(reply.json()).toHaveProperty('links.event');
  expect(reply.headers).not.toHaveProperty('vary');
});

test('who has the page already is not sent it again', async () => {
  const { etag } = page.headers;
  for (const names of [etag, `"other", W/${etag}`]) {
    const reply = await get('text/html', { 'if-none-match': names });
    expect([reply.statusCode, reply.body, reply.headers.etag]).toEqual([304, '', etag]);
  }
  expect((await get('text/html', { 'if-none-match': '"other"' })).statusCode).toBe(200);
});

test('the policy admits its own script and style, requests to its origin, and nothing else', () => {
  const hashOf = (tag: string) => {
    const parts = [...page.body.matchAll(new RegExp(`<${tag}\\b[^>]*>([^]*?)</${tag}>`, 'g'))];
    expect(parts).toHaveLength(1);
    expect(parts[0]![1]!.length).toBeGreaterThan(1000);
    return createHash('sha256').update(parts[0]![1]!).digest('base64');
  };
  expect(String(page.headers['content-security-policy']).split('; ')).toEqual([
    "default-src 'none'",
    `script-src 'sha256-${hashOf('script')}'`,
    `style-src 'sha256-${hashOf('style')}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test('the page is small, and names nothing outside itself', () => {
  expect(Buffer.byteLength(page.body)).toBeLessThanOrEqual(MAX_BYTES);
  const urls = page.body.match(/\b(https?:)?\/\/[\w.]+/g) ?? [];
  expect(urls.filter((url) => url !== 'http://www.w3.org')).toEqual([]); // the namespace of the icon
  expect(page.body).not.toMatch(/ (style|on\w+)=|url\(|@import|innerHTML/);
});

test('a HEAD has the headers of the page', async () => {
  const head = await inject(app, { method: 'HEAD', url: '/', headers: { accept: 'text/html' } });
  expect([head.headers.etag, head.body]).toEqual([page.headers.etag, '']);
});

test.each(["It isn't", `'"\\$HOME\`date\`!! "`, "''", 'line\nline\ttab', 'émoji 🎬', '@file'])(
  'a shell takes the command for %j as it is meant',
  (mytext) => {
    const command = curlCommand('http://localhost/?a=b&c=d', JSON.stringify({ mytext }));
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`], {
      encoding: 'utf8',
    });
    const [url, flag, body, end] = words.split('\0');
    expect([url, flag, JSON.parse(body!), end]).toEqual([
      'http://localhost/?a=b&c=d',
      '--json',
      { mytext },
      '',
    ]);
  },
);
