import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CHECK_NAMES, EVENTS_CHECKS, HTTP_CHECKS, runChecks } from '../../../scripts/verify/run-checks.ts';
import type { Check } from '../../../scripts/verify/target.ts';
import { answer, at, EVENTS_BREAKS, HTTP_BREAKS } from '../../helpers/broken-deployments.ts';
import { fakeClassifier, UNORDERED_HEADER, UNORDERED_RESULT } from '../../helpers/fake-classifier.ts';
import { appWith } from '../../helpers/inject.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { type Gateway, serveApp } from '../../helpers/spoil-answers.ts';

let http: Gateway;
let events: Gateway;

beforeAll(async () => {
  http = await serveApp(appWith({ hasInferenceProtocol: true }));
  events = await serveApp(appWith({ isEventsOnly: true }));
});
afterEach(() => {
  http.spoil = () => {};
  events.spoil = () => {};
});
afterAll(() => {
  http.server.close();
  events.server.close();
});

/** What the checks say of a deployment: those that fail, by name. */
async function failures({ url }: Gateway, checks: readonly Check[]): Promise<Record<string, string>> {
  const failed: Record<string, string> = {};
  for await (const { check, ok, seen } of runChecks({ url, timeoutMs: 5000 }, checks)) {
    if (!ok) failed[check] = seen;
  }
  return failed;
}

function only(checks: readonly Check[], ...names: string[]): readonly Check[] {
  return checks.filter(({ name }) => names.includes(name));
}

describe('a deployment that keeps the contract passes all checks', () => {
  test('of texts, behind a gateway with headers of its own', async () => {
    expect(await failures(http, HTTP_CHECKS)).toEqual({});
  });

  test('of texts and events, by a model of other classes in no order', async () => {
    const classifier = fakeClassifier(() => UNORDERED_RESULT, UNORDERED_HEADER);
    for (const [options, checks] of [
      [{ hasInferenceProtocol: true }, HTTP_CHECKS],
      [{ isEventsOnly: true }, EVENTS_CHECKS],
    ] as const) {
      const other = await serveApp(appWith({ ...options, classifier }));
      expect(await failures(other, checks)).toEqual({});
      other.server.close();
    }
  });

  test('of events', async () => {
    expect(await failures(events, EVENTS_CHECKS)).toEqual({});
  });
});

describe('a deployment that breaks the contract', () => {
  test.each(HTTP_BREAKS)('fails the check %s: %s', async (check, message, spoil) => {
    http.spoil = spoil;
    expect((await failures(http, only(HTTP_CHECKS, check)))[check]).toContain(message);
  });

  test.each(EVENTS_BREAKS)('of events fails the check %s: %s', async (check, message, spoil) => {
    events.spoil = spoil;
    expect((await failures(events, only(EVENTS_CHECKS, check)))[check]).toContain(message);
  });

  test('each check is broken above', () => {
    const broken = new Set([...HTTP_BREAKS, ...EVENTS_BREAKS].map(([check]) => check));
    expect([...broken].sort()).toEqual([...CHECK_NAMES].sort());
  });

  test('an answer that its own document does not allow fails too', async () => {
    http.spoil = at('GET /openapi.json', (given) => {
      const document = JSON.parse(given.body);
      delete document.paths['/'].post.responses[200];
      given.body = JSON.stringify(document);
    });
    const { text } = await failures(http, only(HTTP_CHECKS, 'openapi', 'text'));
    expect(text).toBe('POST / 200: the status is not documented');
  });
});

describe('npm run verify', () => {
  const verify = (...args: string[]) => runInProcess('verify.ts', args);

  test('prints a row a check, and ends with 0 where all is well', async () => {
    const { stdout, stderr, code } = await verify('--url', http.url, '--events-url', events.url);
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toBe(http.url);
    expect(lines[7]).toMatch(/^ok {4}text +\d+ ms {2}somewhat negative, 0\.71$/);
    expect(lines[HTTP_CHECKS.length + 1]).toBe(events.url);
    expect(lines.at(-1)).toBe(`${HTTP_CHECKS.length + EVENTS_CHECKS.length} checks, all ok`);
    expect(code).toBe(0);
  });

  test('ends with 1 where a check fails, whose row says what was wrong', async () => {
    http.spoil = at('GET /metrics', answer(404));
    const { stdout, code } = await verify('--url', http.url, '--skip', 'openapi');
    expect(stdout).toMatch(
      /\nFAIL {2}metrics +\d+ ms {2}status 404, expected 200; does --host name the Knative service\?\n/,
    );
    expect(stdout).toMatch(new RegExp(`\n${HTTP_CHECKS.length - 1} checks, 1 failed\n$`));
    expect(code).toBe(1);
  });

  test('passes over what --skip names, and asks a gateway for --host', async () => {
    http.spoil = at('GET /metrics', answer(404));
    const args = [
      '--url',
      http.url,
      '--host',
      'sentiment.example.com',
      '--skip',
      'metrics',
      'openapi',
      '--json',
    ];
    const { stdout, code } = await verify(...args);
    const outcomes = JSON.parse(stdout);
    expect(outcomes).toHaveLength(HTTP_CHECKS.length - 2);
    expect(outcomes[0]).toEqual({
      url: http.url,
      check: 'liveness',
      ok: true,
      ms: expect.any(Number),
      seen: 'alive',
    });
    expect(http.hosts).toContain('sentiment.example.com');
    expect(code).toBe(0);
  });

  test('sends the headers it is given with every request', async () => {
    http.authorizations.clear();
    const { code } = await verify(
      '--url',
      http.url,
      '--header',
      'Authorization: Bearer a.b',
      '--header',
      'x-a: 1',
    );
    expect(code).toBe(0);
    expect([...http.authorizations]).toEqual(['Bearer a.b']);
  });

  test('refuses what is no header without repeating it', async () => {
    const { stderr, code } = await verify('--url', http.url, '--header', 'Bearer secret');
    expect(stderr).toBe(
      'error: --header is not a valid header; expected one such as "Authorization: Bearer TOKEN"\n',
    );
    expect(code).toBe(1);
  });

  test.each([
    ['as curl sends it, and never prints it', [], `Basic ${btoa('me:p@ssword')}`],
    ['unless a header says otherwise', ['--header', 'Authorization: Bearer TOKEN'], 'Bearer TOKEN'],
  ])('sends a password in the URL %s', async (_, args, authorization) => {
    http.authorizations.clear();
    const url = http.url.replace('//', '//me:p%40ssword@');
    for (const format of [[], ['--json']]) {
      const { stdout, stderr, code } = await verify(
        '--url',
        url,
        ...args,
        ...format,
        '--skip',
        ...CHECK_NAMES,
      );
      expect(stdout + stderr).not.toMatch(/p%40|ssword/);
      expect(code).toBe(0);
    }
    expect([...http.authorizations]).toEqual([authorization]);
    const refused = await verify('--url', 'http://me:p%40ssword@127.0.0.1:9', ...args);
    expect(refused.stderr).toMatch(/^error: http:\/\/127\.0\.0\.1:9 does not answer/);
    expect(refused.stdout + refused.stderr).not.toMatch(/p%40|ssword/);
  });

  test('asks below the path of the URL', async () => {
    const asked: string[] = [];
    http.spoil = (_, { url }) => {
      asked.push(url);
    };
    await verify('--url', `${http.url}/prod/`, '--skip', ...CHECK_NAMES);
    expect(asked).toEqual(['/prod/health/readiness']);
  });

  test('ends in a line where nothing answers in time', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { stderr, code } = await verify('--url', `http://127.0.0.1:${port}`, '--timeout', '0.2');
    silent.close();
    expect(stderr).toBe(`error: http://127.0.0.1:${port} does not answer (no answer in 0.2 s)\n`);
    expect(code).toBe(1);
  });

  test('without a URL what npm start serves here is verified', async () => {
    const args = ['--timeout', '1', '--skip', ...CHECK_NAMES];
    expect((await verify(...args)).stdout).toContain('http://localhost:8080\n');
    vi.stubEnv('PORT', '8081');
    expect((await verify(...args)).stdout).toContain('http://localhost:8081\n');
    vi.unstubAllEnvs();
  });

  test.each([
    [
      ['--url', 'http://127.0.0.1:9'],
      'http://127.0.0.1:9 does not answer (connect ECONNREFUSED 127.0.0.1:9)',
    ],
    [
      ['--url', 'localhost:8080'],
      '"localhost:8080" is not a URL; expected one such as http://localhost:8080',
    ],
    [['--url', 'http://a', '--timeout', '-1'], '--timeout is "-1"; expected seconds, above 0 and up to 600'],
  ])('%j ends in a line', async (args, message) => {
    const { stderr, code } = await verify(...args);
    expect(stderr).toMatch(/^error: .+\n$/);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
});
