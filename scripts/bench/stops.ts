import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, NODE_FLAGS } from '../bundle/index.ts';
import { DEFAULT_MODEL } from '../program/model-option.ts';
import { startServer } from '../servers/server-process.ts';
import type { BenchReport } from './report.ts';
import { type Sent, startClients } from './stop-clients.ts';

/** The number of clients with kept connections, and of clients that open one for each request. */
const NUM_CLIENTS = 20;
/** Requests are counted from this long before the signal, in milliseconds. */
const COUNTED_MS = 1000;
const WARM_UP_MS = 300;
/**
 * The share of requests on new connections that may be lost: closing a port resets connections that are still queued.
 */
const MAX_LOST_FRESH = 1 / 10_000;

interface StopsOptions {
  /** The number of stops. */
  stops: number;
  /** The deadline of each stop, in seconds. */
  seconds: number;
}

/** Counts the requests, sent in full, that are lost when the server, on one core, is stopped under load. */
export async function benchStops({ stops, seconds }: StopsOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-stops-'));
  process.env.SHUTDOWN_SECONDS = String(seconds);
  try {
    await build({ model: DEFAULT_MODEL, folder: join(folder, 'http') });
    const sent: Sent[] = [];
    const ends: { code: number | null; durationMs: number }[] = [];
    for (let i = 0; i < stops; i++) {
      const stop = await stopOnce(join(folder, 'http/index.js'));
      sent.push(...stop.sent);
      ends.push(stop);
      const lost = stop.sent.filter(({ outcome }) => outcome !== 'answered');
      console.error(`stop ${i + 1}: exit ${stop.code} after ${Math.round(stop.durationMs)} ms`, ...lost);
    }
    return report(sent, ends, seconds);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function stopOnce(script: string) {
  const { child, url } = await startServer(script, NODE_FLAGS);
  const clients = startClients(url, NUM_CLIENTS);
  await sleep(WARM_UP_MS + COUNTED_MS);
  const signalledAt = performance.now();
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await exit) as [number | null];
  const durationMs = performance.now() - signalledAt;
  await clients.done;
  return {
    code,
    durationMs,
    sent: clients.sent
      .map((sent) => ({ ...sent, sentAt: sent.sentAt - signalledAt }))
      .filter(({ sentAt }) => sentAt >= -COUNTED_MS),
  };
}

interface Row extends Record<string, string | number> {
  connection: string;
  numSent: number;
  numHalf: number;
  numReset: number;
}

function report(
  sent: readonly Sent[],
  ends: readonly { code: number | null; durationMs: number }[],
  seconds: number,
): BenchReport {
  const rows: Row[] = [];
  for (const isKept of [true, false]) {
    for (const kind of ['post', 'batch', 'stream'] as const) {
      const requests = sent.filter((one) => one.kind === kind && one.isKept === isKept);
      const count = (outcome: Sent['outcome']) => requests.filter((one) => one.outcome === outcome).length;
      rows.push({
        connection: isKept ? 'kept' : 'fresh',
        kind,
        numSent: requests.length,
        numRefused: requests.filter(({ status }) => status === 503).length,
        numHalf: count('half'),
        numReset: count('reset'),
      });
    }
  }
  const sum = (key: 'numSent' | 'numHalf' | 'numReset', of = rows) =>
    of.reduce((total, row) => total + row[key], 0);
  const kept = rows.filter(({ connection }) => connection === 'kept');
  const fresh = rows.filter(({ connection }) => connection === 'fresh');
  const slowestMs = Math.max(...ends.map(({ durationMs }) => durationMs));
  const areEndsGood = ends.every(({ code }) => code === 0) && slowestMs < seconds * 1000;
  const isWithinLimits =
    areEndsGood &&
    sum('numHalf') === 0 &&
    sum('numReset', kept) === 0 &&
    sum('numReset', fresh) <= sum('numSent', fresh) * MAX_LOST_FRESH;
  return {
    columns: {
      connection: 'connection',
      kind: 'request',
      numSent: 'sent in full',
      numRefused: 'of them answered with 503',
      numHalf: 'half an answer',
      numReset: 'reset',
    },
    rows,
    notes: [
      `${ends.length} stops under ${NUM_CLIENTS} kept and ${NUM_CLIENTS} fresh connections and a stream without end; counted from a second before the signal on.`,
      `Exit ${[...new Set(ends.map(({ code }) => code))].join(', ')}, at most ${Math.round(slowestMs)} ms after the signal, with SHUTDOWN_SECONDS=${seconds}.`,
      `Nothing is lost on kept connections, at most 1 in 10,000 on fresh ones: ${isWithinLimits ? 'kept' : 'NOT kept'}.`,
    ],
    isWithinLimits,
  };
}
