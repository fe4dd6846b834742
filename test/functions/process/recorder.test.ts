import { afterAll, describe, expect, test, vi } from 'vitest';
import { SECRET } from '../../helpers/bad-inputs.ts';
import { built } from '../../helpers/built.ts';
import { EVENT, STRUCTURED } from '../../helpers/cloud-events.ts';
import { openSink } from '../../helpers/event-sink.ts';
import { killAll, type Served, serveBundle } from '../../helpers/serve-bundle.ts';

afterAll(killAll);

const json = { 'content-type': 'application/json' };
const post = (port: number, body: unknown, headers: Record<string, string> = json, path = '/') =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
/** Stops a function, and gives its exit code and how long that took, in milliseconds. */
async function stop({ child, exit }: Served) {
  const start = performance.now();
  child.kill('SIGTERM');
  return { code: await exit, ms: performance.now() - start };
}

describe.each(['http', 'events'] as const)('the built function %s', (name) => {
  test('hands what it answers on to the sink, with its own source', async () => {
    await using sink = await openSink();
    const { folder } = await built(name);
    const served = await serveBundle(folder, { RECORD_SINK: sink.url.href, CE_SOURCE: '/shop' });
    const answer = await post(served.port, EVENT, { 'content-type': STRUCTURED });
    expect(answer.status).toBe(200);
    expect((await stop(served)).code).toBe(0);
    expect(served.errors()).toBe('');
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]!.event).toMatchObject({
      source: '/shop',
      type: 'dev.movie-sentiment.recorded.v1',
      data: { mytext: EVENT.data.mytext, answer: await answer.json() },
    });
  });
});

test('a sink that takes nothing changes no answer, holds none up, and is told of in the log', async () => {
  await using sink = await openSink();
  sink.answerWith((response) => setTimeout(() => response.writeHead(500).end(), 200));
  const { folder } = await built('http');
  const plain = await serveBundle(folder);
  const recording = await serveBundle(folder, { RECORD_SINK: sink.url.href });
  for (let i = 0; i < 50; i++) {
    const [one, other] = await Promise.all(
      [plain, recording].map(({ port }) => post(port, { mytext: `${SECRET} ${i}` })),
    );
    expect(await other!.text()).toBe(await one!.text());
  }
  const batch = { mytexts: Array.from({ length: 1000 }, (_, i) => `${i} ${'It is long. '.repeat(60)}`) };
  const [expected, answer] = await Promise.all(
    [plain, recording].map(({ port }) => post(port, batch, json, '/batch')),
  );
  expect(await answer!.text()).toBe(await expected!.text());
  await vi.waitFor(() => expect(recording.log()).toContain('an answer could not be recorded'), 10_000);
  expect(recording.log()).toContain('the sink answered 500');
  expect(recording.log()).not.toContain(SECRET);
  const metrics = await (await fetch(`http://127.0.0.1:${recording.port}/metrics`)).text();
  expect(metrics).toMatch(/^sentiment_records_total\{outcome="failed"\} [1-9]/m);
  expect(metrics).toMatch(/^sentiment_records_total\{outcome="full"\} [1-9]/m);
  const { code, ms } = await stop(recording);
  expect(code).toBe(0);
  expect(ms).toBeLessThan(4000);
});

test('a sink that hangs is cut when the stop has to end', async () => {
  await using sink = await openSink();
  sink.answerWith(() => {});
  const { folder } = await built('http');
  const served = await serveBundle(folder, { RECORD_SINK: sink.url.href, SHUTDOWN_SECONDS: '2' });
  await post(served.port, { mytext: 'Fine.' });
  await vi.waitFor(() => expect(sink.received).toHaveLength(1));
  const { code, ms } = await stop(served);
  expect(code).toBe(0);
  expect(ms).toBeLessThan(2000);
});

test.each<[Record<string, string>, string]>([
  [{ RECORD_SINK: 'sink:8080' }, 'RECORD_SINK is not a valid URL; expected one such as http://sink.'],
  [{ RECORD_SINK: 'http://me:pass@sink/' }, 'RECORD_SINK is not a valid URL'],
  [
    { RECORD_SINK: 'http://sink/', RECORD_SHARE: '10%' },
    'RECORD_SHARE is "10%"; expected a number from 0 to 1 such as 0.1',
  ],
  [{ RECORD_SHARE: '2' }, 'RECORD_SHARE is "2"; expected a number from 0 to 1 such as 0.1'],
])('the settings %j end the start in a line', async (env, reason) => {
  const { folder } = await built('http');
  const failure = await serveBundle(folder, env).catch((error: Error) => error.message);
  expect(failure).toContain(reason);
  expect(failure).not.toContain('pass');
});
