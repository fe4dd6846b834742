import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { NODE_FLAGS } from '../../scripts/bundle/build-function.ts';
import { built } from '../helpers/built.ts';

const scratch = await mkdtemp(join(tmpdir(), 'movie-sentiment-'));
let folder: string;
let child: ChildProcess;
let url: string;

beforeAll(async () => {
  ({ folder } = await built('http'));
}, 30_000);
afterEach(() => {
  child.kill('SIGKILL');
});
afterAll(() => rm(scratch, { recursive: true }));

/** Serves with standard output on a file descriptor, or on a socket of ours. */
async function serveTo(stdout: number | 'pipe'): Promise<void> {
  const port = await getPort();
  url = `http://127.0.0.1:${port}`;
  child = spawn(process.execPath, [...NODE_FLAGS, join(folder, 'index.js')], {
    env: { PORT: String(port), SHUTDOWN_SECONDS: '4' },
    stdio: ['ignore', stdout, 'inherit'],
  });
  while (!(await fetch(`${url}/health/liveness`).catch(() => undefined))) await sleep(10);
}

/** A pipe, of which we hold both ends: what the server writes to, and what we read from. */
function makePipe(): { end: number; reader: () => Readable } {
  const path = join(scratch, `pipe-${performance.now()}`);
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { end: openSync(path, 'w'), reader: () => new Socket({ fd: reader }) };
}

async function numDropped(): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^log_lines_dropped_total (\d+)$/m.exec(metrics)?.[1]);
}

async function expectService(): Promise<void> {
  expect((await fetch(`${url}/health/liveness`)).status).toBe(200);
  let status = 503; // until the load is over that filled the log
  while (status === 503) {
    const headers = { 'content-type': 'application/json' };
    ({ status } = await fetch(url, { method: 'POST', headers, body: '{"mytext":"Fine."}' }));
  }
  expect(status).toBe(200);
}

async function expectStop(): Promise<void> {
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
}

/** Asks, over one connection, until more is logged than has room. */
async function fillLog(): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').resume();
  while ((await numDropped()) === 0) {
    socket.write('GET /health/liveness HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1000));
  }
  socket.destroy();
}

describe('a log that cannot be written', () => {
  test('on a full disk leaves the service as it is, and its lines are counted', async () => {
    const full = openSync('/dev/full', 'w');
    await serveTo(full);
    closeSync(full);
    await expectService();
    await fillLog();
    await expectService();
    await expectStop();
  });

  test.each(['pipe', 'socket'])('on a %s that nobody reads likewise', async (kind) => {
    const { end } = makePipe();
    await serveTo(kind === 'pipe' ? end : 'pipe');
    closeSync(end);
    child.stdout?.pause();
    await fillLog();
    await expectService();
    await expectStop();
  });

  test.each(['pipe', 'socket'])(
    'on a %s is written again, line by line, when it is read again',
    async (kind) => {
      const { end, reader } = makePipe();
      await serveTo(kind === 'pipe' ? end : 'pipe');
      closeSync(end);
      child.stdout?.pause();
      await fillLog();

      let text = '';
      (kind === 'pipe' ? reader() : child.stdout!).resume().on('data', (chunk) => {
        text += chunk;
      });
      // The first of these may still find no room.
      while (!text.includes('"/openapi.json"')) await fetch(`${url}/openapi.json`);
      const before = await numDropped();
      await fetch(`${url}/model`);
      while (!text.includes('"/model"')) await sleep(10);
      expect(await numDropped()).toBe(before);
      const lines = text.split('\n').slice(0, -1);
      for (const line of lines) expect(JSON.parse(line)).toHaveProperty('msg');
      expect(lines.length).toBeGreaterThan(1000);
    },
  );
});
