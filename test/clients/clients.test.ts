import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { CloudEvent, HTTP } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';
import { isThere, PYTHON, run } from './tools.ts';

let address = '';

beforeAll(async () => {
  const { folder } = await built('http');
  const { port } = await serveBundle(folder);
  address = `127.0.0.1:${port}`;
});
afterAll(killAll);

const hasTriton = isThere("Triton's client", PYTHON, '-c', 'import tritonclient.http');
const hasParsers = isThere(
  "Prometheus' parsers",
  PYTHON,
  '-c',
  'import prometheus_client.openmetrics.parser',
);
const hasKserve = isThere("KServe's REST client", PYTHON, '-c', 'import kserve');
const hasEvents = isThere("CloudEvents' SDK for Python", PYTHON, '-c', 'import cloudevents.http');
const hasGo = isThere("CloudEvents' SDK for Go", 'go', 'version');
const hasJava =
  isThere("CloudEvents' SDK for Java", 'mvn', '--version') &&
  isThere("CloudEvents' SDK for Java", 'java', '-version');
const hasPromtool = isThere('promtool', 'promtool', '--version');

const runPython = (script: string) => run(PYTHON, [join(import.meta.dirname, script), address]);

test.skipIf(!hasTriton)("Triton's client works as it comes, compressed and in binary too", async () => {
  expect(await runPython('triton.py')).toBe('tritonclient: all calls answered\n');
});

test.skipIf(!hasKserve)("KServe's REST client works in both versions, in binary too", async () => {
  await runPython('kserve_rest.py');
});

describe("CloudEvents' SDKs send events and read the replies, in binary and in structured mode", () => {
  const folderOf = async (...files: string[]) => {
    const folder = await mkdtemp(join(inject('scratch'), 'events-'));
    for (const file of files) {
      const to = join(
        folder,
        file.endsWith('.java') ? join('src/main/java', file) : file.replace('.txt', ''),
      );
      await mkdir(dirname(to), { recursive: true });
      await copyFile(join(import.meta.dirname, 'cloud-events', file), to);
    }
    return folder;
  };

  test.skipIf(!hasEvents)('Python', async () => {
    await runPython('cloud-events/cloud_events.py');
  });

  test.skipIf(!hasGo)('Go', { timeout: 300_000 }, async () => {
    const folder = await folderOf('main.go', 'go.mod.txt');
    await run('go', ['run', '-mod=mod', '.', `http://${address}/`], folder);
  });

  test.skipIf(!hasJava)('Java', { timeout: 300_000 }, async () => {
    const folder = await folderOf('SendEvents.java', 'pom.xml');
    const main = ['-Dexec.mainClass=SendEvents', `-Dexec.args=http://${address}/`];
    const goals = ['compile', 'org.codehaus.mojo:exec-maven-plugin:3.5.0:java'];
    await run('mvn', ['-q', '-B', ...goals, ...main], folder);
  });

  test('JavaScript', async () => {
    const event = new CloudEvent({
      type: 'com.example.review',
      source: '/shop',
      id: '17',
      data: { mytext: 'A lovely film.' },
    });
    for (const [encode, accept] of [
      [HTTP.binary, '*/*'],
      [HTTP.structured, 'application/cloudevents+json'],
    ] as const) {
      const { headers, body } = encode(event);
      const sent = { ...(headers as Record<string, string>), accept };
      const answer = await fetch(`http://${address}/`, { method: 'POST', headers: sent, body: String(body) });
      const reply = HTTP.toEvent({ headers: Object.fromEntries(answer.headers), body: await answer.text() });
      expect(reply).toMatchObject({ type: 'dev.movie-sentiment.classified.v1', causationid: '17' });
    }
  });
});

test.skipIf(!hasParsers)("Prometheus' parsers read both formats of the metrics", async () => {
  expect(await runPython('metrics.py')).toBe('prometheus_client: both formats read\n');
});

test.skipIf(!hasPromtool)('promtool finds nothing wrong with the metrics', async () => {
  const metrics = await fetch(`http://${address}/metrics`).then((answer) => answer.text());
  const child = spawn('promtool', ['check', 'metrics']);
  child.stdin.end(metrics);
  expect(await readAll(child.stderr)).toBe('');
});

test("Node.js' own fetch is answered in gzip, which it undoes", async () => {
  const answer = await fetch(`http://${address}/openapi.json`);
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(await answer.json()).toHaveProperty('openapi');
});
