import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import { SMALL_KINDS } from '../../classifier/src/index.ts';
import { build, NODE_FLAGS } from '../bundle/index.ts';
import { PIN, startServer, stopServer, whileServing } from '../servers/server-process.ts';
import { fire } from './fire.ts';
import { readResidentMB } from './process-figures.ts';
import type { BenchReport } from './report.ts';

const BARE_SERVER = fileURLToPath(new URL('bare-server.mjs', import.meta.url));
const WARM_UP_SECONDS = 8;
const NUM_MEMORY_REQUESTS = 10_000;

/** The limits of the HTTP function, with either model. */
const LIMITS = {
  startRatio: 5,
  requestsPerSecond: { recurrent: 4000, linear: 9000 },
  p99AtHalfLoadMs: 10,
  residentMB: 160,
} as const;

interface HttpOptions {
  /** The number of starts of each server. */
  starts: number;
  /** The duration of each load, in seconds: one at full speed and one at half of the required throughput. */
  seconds: number;
  /** The number of connections; each sends one request after the other. */
  connections: number;
}

interface Server {
  name: string;
  script: string;
  /** The required throughput; undefined for the baseline. */
  requestsPerSecond?: number;
}

/**
 * Measures start, throughput, latency and memory of the built HTTP function with each model, compared with a bare
 * Node.js server.
 */
export async function benchHttp({ starts, seconds, connections }: HttpOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-http-'));
  try {
    const servers: Server[] = [{ name: 'bare node:http', script: BARE_SERVER }];
    for (const kind of SMALL_KINDS) {
      await build({ model: kind, folder: join(folder, kind) });
      const requestsPerSecond = LIMITS.requestsPerSecond[kind];
      servers.push({ name: `http, ${kind}`, script: join(folder, kind, 'index.js'), requestsPerSecond });
    }
    await measureStart(servers[0]!); // warm-up: loads the modules that this process needs for its first request
    const startsMs: number[][] = [];
    for (let i = 0; i < starts; i++) {
      const round: number[] = [];
      for (const server of servers) round.push(await measureStart(server));
      startsMs.push(round);
    }
    const rows: (Figures & { server: string; startMs: number })[] = [];
    for (const [i, server] of servers.entries()) {
      const startMs = median(startsMs.map((round) => round[i]!));
      const startRatio = median(startsMs.map((round) => round[i]! / round[0]!));
      rows.push({
        server: server.name,
        startMs,
        startRatio,
        ...(await measureLoad(server, seconds, connections)),
      });
    }
    const numFailed = rows.reduce((sum, row) => sum + row.numFailed, 0);
    const isKept = rows.every((row, i) => keepsLimits(row, servers[i]!));
    return {
      columns: {
        server: 'server',
        startMs: 'start to first answer, median ms',
        startRatio: 'ratio',
        requestsPerSecond: 'requests/s',
        requestsRatio: 'ratio',
        p99Ms: 'p99 ms',
        p99AtHalfLoadMs: 'p99 at half load, ms',
        residentMB: 'resident MB',
      },
      rows: rows.map((row) => ({
        ...row,
        requestsRatio: row.requestsPerSecond / rows[0]!.requestsPerSecond,
      })),
      notes: [
        `Each server ${PIN.length > 0 ? 'on one core' : 'on all cores (no taskset here)'}, ours with ${NODE_FLAGS.join(' ')}: ${starts} starts; ${connections} connections for ${seconds} s, after ${WARM_UP_SECONDS} s of warm-up; memory after the first ${NUM_MEMORY_REQUESTS.toLocaleString('en')} requests.`,
        `Half load is half of what is asked for: 4,000 requests/s with the recurrent model, 9,000 with the linear one, start at most ${LIMITS.startRatio} times the bare server, p99 under ${LIMITS.p99AtHalfLoadMs} ms, ${LIMITS.residentMB} MB.`,
        `${numFailed} requests failed. ${isKept ? 'All limits are kept.' : 'NOT all limits are kept.'}`,
      ],
      isWithinLimits: isKept && numFailed === 0,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureStart({ script, requestsPerSecond }: Server): Promise<number> {
  const server = await startServer(script, requestsPerSecond ? NODE_FLAGS : []);
  await stopServer(server);
  return server.startMs;
}

function measureLoad({ script, requestsPerSecond: asked }: Server, seconds: number, connections: number) {
  return whileServing(script, asked ? NODE_FLAGS : [], async ({ child, url }) => {
    const first = await fire(url, connections, { amount: NUM_MEMORY_REQUESTS });
    const residentMB = await readResidentMB(child.pid!);
    const warmUp = await fire(url, connections, { duration: WARM_UP_SECONDS });
    const full = await fire(url, connections, { duration: seconds });
    const rate = Math.round((asked ?? full.requestsPerSecond) / 2);
    const half = await fire(url, connections, { duration: seconds, overallRate: rate });
    return {
      requestsPerSecond: full.requestsPerSecond,
      p99Ms: full.p99Ms,
      p99AtHalfLoadMs: half.p99Ms,
      residentMB,
      numFailed: first.numFailed + warmUp.numFailed + full.numFailed + half.numFailed,
    };
  });
}

/** The measurements of a server. */
type Figures = Awaited<ReturnType<typeof measureLoad>> & { startRatio: number };

function keepsLimits(figures: Figures, { requestsPerSecond }: Server): boolean {
  if (requestsPerSecond === undefined) return true;
  return (
    figures.startRatio <= LIMITS.startRatio &&
    figures.requestsPerSecond >= requestsPerSecond &&
    figures.p99AtHalfLoadMs < LIMITS.p99AtHalfLoadMs &&
    figures.residentMB <= LIMITS.residentMB
  );
}
