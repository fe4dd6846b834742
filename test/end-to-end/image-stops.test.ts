import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podman, removeContainer, stopContainer } from '../../scripts/servers/container.ts';
import { buildOnLocalBase, missing, removeContainers, start } from '../helpers/images.ts';

const NUM_STOPS = 20;
const NUM_STOPS_AT_ONCE = 2;
const NUM_IN_FLIGHT = 50;
const EARLY_MS = 50;
const HTTP = 'localhost/movie-sentiment-test-stops';
const PROGRAM = 'localhost/movie-sentiment-test-stops-program';
const REVIEW = 'A lovely film with fine performances, though not as funny or moving as it could be. ';

describe.skipIf(missing !== undefined)('the image, stopped', () => {
  beforeAll(async () => {
    await buildOnLocalBase('http', HTTP);
  });
  afterAll(async () => {
    await removeContainers();
    await podman('rmi', '--force', '--ignore', HTTP, PROGRAM);
  });

  test('ends within a second of SIGTERM, with 0', { retry: 2 }, async () => {
    const { exitCode, stopMs } = await stopContainer(await start(HTTP));
    expect(exitCode).toBe(0);
    expect(stopMs).toBeLessThan(1000);
  });

  test('answers all of 50 requests in flight at SIGTERM, each of 20 times', async () => {
    let numStarted = 0;
    const results: unknown[] = [];
    const stopSome = async () => {
      while (numStarted++ < NUM_STOPS) results.push(await stopInFlight());
    };
    await Promise.all(Array.from({ length: NUM_STOPS_AT_ONCE }, stopSome));
    const answered = Array(NUM_IN_FLIGHT).fill(200);
    expect(results).toEqual(Array(NUM_STOPS).fill({ statuses: answered, exitCode: 0 }));
  });

  // Until tini waits for signals, a millisecond or so, the kernel drops those to a first process; on a busy machine that
  // takes longer.
  test('ends at once, with 0, by a SIGTERM in its first 50 ms, each of 20 times', {
    timeout: 240_000,
    retry: 2,
  }, async () => {
    const ends = [];
    for (let i = 1; i <= NUM_STOPS; i++) ends.push(await stopEarly((i * EARLY_MS) / NUM_STOPS, HTTP));
    expect(ends.filter((end) => end !== 0)).toEqual([]);
  });

  test('ends with 143 where it is a program, which has not done its work', async () => {
    await buildOnLocalBase('classify', PROGRAM);
    expect(await stopEarly(EARLY_MS / 2, PROGRAM, '--help')).toBe(143);
  });

  test('would ignore it with Node.js as its first process', async () => {
    const end = await stopEarly(0, '--entrypoint', '/nodejs/bin/node', HTTP, '/app/index.js');
    expect(end).toBe('running');
  });
});

/**
 * Sends SIGTERM to the first process of a new container.
 * @param delayMs the time from the start of its program to the signal
 * @param args what podman is to run
 * @returns its exit code, or `running` where it runs on for seconds
 */
async function stopEarly(delayMs: number, ...args: string[]): Promise<number | 'running'> {
  const limits = ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'];
  const restricted = [
    '--read-only',
    '--user',
    '65532',
    '--cap-drop',
    'ALL',
    '--security-opt',
    'no-new-privileges',
  ];
  const id = await podman('create', '--runtime', 'runc', ...limits, ...restricted, ...args);
  try {
    await podman('init', id);
    const pid = Number(await podman('inspect', '--format', '{{.State.Pid}}', id));
    const started = once(spawn('podman', ['start', id], { stdio: 'ignore' }), 'close');
    // The runtime's own process becomes that of the image; only without a pause in between is that moment seen.
    while (readName(pid).startsWith('runc')) {}
    const start = performance.now();
    while (performance.now() - start < delayMs) {}
    process.kill(pid, 'SIGTERM');
    await started;
    const exitCode = podman('wait', id).then(Number);
    return await Promise.race([exitCode, sleep(3000, 'running' as const)]);
  } finally {
    await removeContainer(id);
  }
}

/** The name of a process. */
function readName(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8');
}

/** Sends SIGTERM while 50 requests are under way: of half of them the body is still to come, half are worked on. */
async function stopInFlight(): Promise<{ statuses: unknown[]; exitCode: number }> {
  const container = await start(HTTP);
  // No longer, or a slow processor is overloaded by so many and says 503.
  const body = JSON.stringify({ mytext: REVIEW.repeat(10) });
  const requests = Array.from({ length: NUM_IN_FLIGHT }, () =>
    httpRequest(container.url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    }),
  );
  const answers = Promise.all(requests.map(readStatus));
  await Promise.all(requests.map((request) => write(request, body.slice(0, 400))));
  const isLate = (i: number) => i % 2 === 0;
  await Promise.all(requests.map((request, i) => isLate(i) || write(request, body.slice(400))));
  const stopping = stopContainer(container);
  await sleep(200);
  for (const [i, request] of requests.entries()) request.end(isLate(i) ? body.slice(400) : '');
  const statuses = await answers;
  const { exitCode } = await stopping;
  await removeContainer(container.id);
  return { statuses, exitCode };
}

/** The status of the answer, or the error in its place. */
async function readStatus(request: ClientRequest): Promise<unknown> {
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  } catch (error) {
    return error;
  }
}

/** Settles when the operating system has the bytes. */
function write(request: ClientRequest, bytes: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
