import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from '../build.ts';
import { DEFAULT_MODEL } from '../model-option.ts';
import { median } from './measure.ts';
import { readPeakMiB, TELL_PEAK_MEMORY } from './peak-memory.ts';
import type { BenchReport } from './report.ts';
import { BODY, PIN, startServer, stopServer } from './server-process.ts';

const BARE_SERVER = fileURLToPath(new URL('bare-server.mjs', import.meta.url));
const WARM_UP_SECONDS = 1;
const AUTOCANNON = fileURLToPath(import.meta.resolve('autocannon'));

interface HttpOptions {
  /** How often each server is started. */
  starts: number;
  /** How long each server is under load. */
  seconds: number;
  /** How many connections send one request after the other. */
  connections: number;
}

/** The built HTTP function beside a bare server of Node.js: start to first answer, then requests under load. */
export async function benchHttp({ starts, seconds, connections }: HttpOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-http-'));
  try {
    await build({ model: DEFAULT_MODEL, folder: join(folder, 'http') });
    const scripts = [BARE_SERVER, join(folder, 'http/index.js')];
    await measureStart(BARE_SERVER); // warm-up: what this process itself loads for its first request
    const startsMs: number[][] = [];
    for (let i = 0; i < starts; i++) {
      startsMs.push([await measureStart(scripts[0]!), await measureStart(scripts[1]!)]);
    }
    const startMs = scripts.map((_, i) => median(startsMs.map((turn) => turn[i]!)));
    const loads = [
      await measureLoad(scripts[0]!, seconds, connections),
      await measureLoad(scripts[1]!, seconds, connections),
    ];
    const numFailed = loads.reduce((sum, load) => sum + load.numFailed, 0);
    return {
      columns: {
        server: 'server',
        startMs: 'start to first answer, median ms',
        startRatio: 'ratio',
        requestsPerSecond: 'requests/s',
        requestsRatio: 'ratio',
        p50Ms: 'p50 ms',
        p99Ms: 'p99 ms',
        peakMiB: 'peak MiB',
      },
      rows: ['bare node:http', 'dist/http'].map((server, i) => ({
        server,
        startMs: startMs[i]!,
        startRatio: startMs[i]! / startMs[0]!,
        requestsPerSecond: loads[i]!.requestsPerSecond,
        requestsRatio: loads[i]!.requestsPerSecond / loads[0]!.requestsPerSecond,
        p50Ms: loads[i]!.p50Ms,
        p99Ms: loads[i]!.p99Ms,
        peakMiB: loads[i]!.peakMiB,
      })),
      notes: [
        `Each server ${PIN.length > 0 ? 'on one core' : 'on all cores (no taskset here)'}: ${starts} starts; ${connections} connections for ${seconds} s, after ${WARM_UP_SECONDS} s of warm-up.`,
        `${numFailed} requests failed.`,
      ],
      isWithinLimits: numFailed === 0,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureStart(script: string): Promise<number> {
  const server = await startServer(script);
  await stopServer(server);
  return server.startMs;
}

async function measureLoad(script: string, seconds: number, connections: number) {
  const server = await startServer(script, TELL_PEAK_MEMORY);
  const peakMiB = readPeakMiB(server.child);
  try {
    await fire(server.url, WARM_UP_SECONDS, connections);
    const load = await fire(server.url, seconds, connections);
    await stopServer(server);
    return { ...load, peakMiB: await peakMiB };
  } finally {
    server.child.kill('SIGKILL'); // does nothing to one that has ended
  }
}

/** Sends requests for some seconds, from a process of its own. */
async function fire(url: string, seconds: number, connections: number) {
  const args = `--json --duration ${seconds} --connections ${connections} --method POST`.split(' ');
  const headers = ['--headers', 'content-type=application/json', '--body', BODY];
  const { stdout } = await promisify(execFile)(process.execPath, [AUTOCANNON, ...args, ...headers, url]);
  const { requests, latency, non2xx, errors } = JSON.parse(stdout);
  return {
    requestsPerSecond: requests.average as number,
    p50Ms: latency.p50 as number,
    p99Ms: latency.p99 as number,
    numFailed: (non2xx + errors) as number,
  };
}
