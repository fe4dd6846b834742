import { execFile, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

/** The interpreter whose packages are those of `requirements.txt`. */
const PYTHON = process.env.PYTHON ?? 'python3';
let address = '';

beforeAll(async () => {
  const { folder } = await built('http');
  const { port } = await serveBundle(folder);
  address = `127.0.0.1:${port}`;
});
afterAll(killAll);

/** Whether a command runs to its end without an error; where it does not, the skip of what needs it is told. */
function isThere(what: string, command: string, ...args: string[]): boolean {
  const isRun = spawnSync(command, args).status === 0;
  if (!isRun) console.log(`SKIPPED: ${what}: "${[command, ...args].join(' ')}" does not run here`);
  return isRun;
}

const hasTriton = isThere("Triton's client", PYTHON, '-c', 'import tritonclient.http');
const hasParsers = isThere(
  "Prometheus' parsers",
  PYTHON,
  '-c',
  'import prometheus_client.openmetrics.parser',
);
const hasGenerator =
  isThere('openapi-generator', PYTHON, '-c', 'import openapi_generator_cli, pydantic, dateutil, urllib3') &&
  isThere('openapi-generator', 'java', '-version');
const hasPromtool = isThere('promtool', 'promtool', '--version');

async function runPython(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(PYTHON, [join(import.meta.dirname, script), address]);
  return stdout;
}

test.skipIf(!hasTriton)("Triton's client works as it comes, compressed and in binary too", async () => {
  expect(await runPython('triton.py')).toBe('tritonclient: all calls answered\n');
});

test.skipIf(!hasGenerator)("openapi-generator's Python client calls the routes", async () => {
  expect(await runPython('generated.py')).toBe('openapi-generator: all calls answered\n');
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
