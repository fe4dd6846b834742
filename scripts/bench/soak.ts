import { max, median } from 'simple-statistics';
import type { ServerProcess } from '../servers/server-process.ts';
import type { Outcome } from './load/offer.ts';
import { offerLoad } from './load/offer-load.ts';
import { repeatDuring } from './load/repeat-during.ts';
import { whileServingDefault } from './load/while-serving-default.ts';
import { readAnonymousBytes } from './memory/cgroup.ts';
import type { BenchReport } from './report.ts';
import { fitGrowth, maxGrowthMB, type Sample } from './soak/growth.ts';

/** The number of clients that measure the capacity, after a warm-up of the same duration. */
const CLIENTS = 16;
const CAPACITY_SECONDS = 10;
/** The share of the capacity to offer, and the maximum number of pending messages. */
const SHARE = 0.5;
const AT_ONCE = 1000;
const SAMPLE_EVERY_MS = 1000;
/** The share of the run that is ignored for memory, while code is compiled and the heap fills. */
const WARM_UP_SHARE = 0.2;
const LIMITS = { lagP99Ms: 100 } as const;

interface SoakOptions {
  /** The duration of the traffic in minutes, without the warm-up. */
  minutes: number;
}

/** The measurements of the server during the traffic. */
interface Watch {
  memory: Sample[];
  /** The 99th percentile of the event loop lag in each second, in milliseconds. */
  lagsMs: number[];
}

/**
 * Sends mixed traffic at half of the capacity for a long time, and measures errors, memory growth and event loop lag.
 */
export async function benchSoak({ minutes }: SoakOptions): Promise<BenchReport> {
  return whileServingDefault((server) => soak(server, minutes * 60));
}

async function soak(server: ServerProcess, seconds: number): Promise<BenchReport> {
  const job = { url: server.url, traffic: 'mixed' as const };
  await offerLoad({ ...job, seconds: CAPACITY_SECONDS, atOnce: CLIENTS });
  const full = await offerLoad({ ...job, seconds: CAPACITY_SECONDS, atOnce: CLIENTS });
  const capacity = countSent(full) / full.seconds;
  const rate = SHARE * capacity;
  const [outcome, watch] = await watching(server, offerLoad({ ...job, seconds, rate, atOnce: AT_ONCE }));
  return describe(outcome, watch, capacity);
}

function countSent({ kinds }: Outcome): number {
  return kinds.reduce((sum, { sent }) => sum + sent, 0);
}

/** Measures the server until some work is done. */
async function watching<Result>(
  { child, url }: ServerProcess,
  work: Promise<Result>,
): Promise<[Result, Watch]> {
  const watch: Watch = { memory: [], lagsMs: [] };
  const result = await repeatDuring(work, SAMPLE_EVERY_MS, async () => {
    watch.memory.push({
      seconds: performance.now() / 1000,
      bytes: await readAnonymousBytes(child.pid!),
    });
    watch.lagsMs.push(await readLagMs(url));
  });
  return [result, watch];
}

/** Reads the 99th percentile of the event loop lag since the last call, in milliseconds. */
async function readLagMs(url: string): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics)?.[1]) * 1000;
}

function describe(outcome: Outcome, { memory, lagsMs }: Watch, capacity: number): BenchReport {
  const { kinds, p50Ms, p99Ms, numUnsent, seconds } = outcome;
  const numSent = countSent(outcome);
  const numWrong = kinds.reduce((sum, { wrong, refused }) => sum + wrong + refused, numUnsent);
  const growth = fitGrowth(memory.slice(Math.floor(memory.length * WARM_UP_SHARE)));
  const maxGrowth = maxGrowthMB(numSent);
  const lagMs = median(lagsMs);
  const isKept = numWrong === 0 && growth.mb <= maxGrowth && lagMs <= LIMITS.lagP99Ms;
  const largestMB = max(memory.map(({ bytes }) => bytes)) / 1e6;
  return {
    columns: {
      name: 'kind',
      sent: 'sent',
      right: 'right',
      refused: '503',
      brokenOff: 'left by the client',
      wrong: 'wrong',
      p99Ms: 'p99 ms',
    },
    rows: kinds.map(({ faults: _, ...row }) => ({ ...row, p99Ms: row.right > 0 ? row.p99Ms : '' })),
    notes: [
      `${numSent.toLocaleString('en')} messages at random times in ${(seconds / 60).toFixed(1)} minutes, ${SHARE} of the capacity of ${capacity.toFixed(0)}/s: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms. ${numWrong} were not answered right (none wanted).`,
      ...kinds.flatMap(({ name, faults }) => (faults.length > 0 ? [`${name}: ${faults.join(', ')}.`] : [])),
      `Anonymous memory: ${growth.mbPerHour.toFixed(1)} MB/h after the first ${WARM_UP_SHARE * 100} % of the run, ${growth.mb.toFixed(1)} MB in all (at most ${maxGrowth.toFixed(1)}: half a pointer a message, or what garbage comes and goes); never more than ${largestMB.toFixed(0)} MB.`,
      `Lag of the event loop: p99 ${lagMs.toFixed(0)} ms in the median second (at most ${LIMITS.lagP99Ms}), ${max(lagsMs).toFixed(0)} ms in the worst.`,
      isKept ? 'All limits are kept.' : 'NOT all limits are kept.',
    ],
    isWithinLimits: isKept,
  };
}
