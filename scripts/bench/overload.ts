import { fileURLToPath } from 'node:url';
import { median, quantile } from 'simple-statistics';
import { buildImage } from '../image/index.ts';
import { removeContainer, startContainer } from '../servers/container.ts';
import { type ServerProcess, whileServing } from '../servers/server-process.ts';
import { fire } from './fire.ts';
import { offerLoad } from './load/offer-load.ts';
import { repeatDuring } from './load/repeat-during.ts';
import { send } from './load/send.ts';
import { whileServingDefault } from './load/while-serving-default.ts';
import { whyNoPodman } from './load/why-no-podman.ts';
import type { BenchReport } from './report.ts';

const BARE_SERVER = fileURLToPath(new URL('bare-server.mjs', import.meta.url));
const LIMITS = { goodputRatio: 0.9, p99Ms: 1000, livenessP99Ms: 1000 } as const;
/** The number of clients that measure the capacity, and the maximum number of pending requests under overload. */
const FEW = 16;
const MANY = 1000;
/** The offered load, as a multiple of the capacity. */
const OVERLOAD = 10;
const WARM_UP_SECONDS = 5;
/**
 * The number of rounds. Capacity and overload are measured in turn, because a machine's speed changes within minutes.
 */
const NUM_ROUNDS = 3;
const PROBE_EVERY_MS = 50;
const SLOW_CPUS = 0.1;

interface OverloadOptions {
  /** The duration of each load, in seconds. */
  seconds: number;
  /** The base of the image. */
  base: string;
}

/** A load and its outcome. */
export interface OverloadFinding {
  load: string;
  /** Whether the load is above the capacity. */
  isOverload: boolean;
  /** The offered requests per second; undefined in a closed loop. */
  offeredPerSecond?: number;
  goodPerSecond: number;
  /** The goodput as a share of the capacity, which was measured with few clients. */
  goodputRatio?: number;
  numRefused: number;
  /** The number of requests not sent because the maximum was pending. */
  numUnsent?: number;
  /** The number of requests with another answer, or none. */
  numFailed: number;
  p99Ms: number;
  livenessP99Ms?: number;
}

/**
 * Measures an overload, and a single client on a slow processor, which must not be refused. The server runs on one
 * core, its clients on another.
 */
export async function benchOverload({ seconds, base }: OverloadOptions): Promise<BenchReport> {
  const noPodman = whyNoPodman();
  const slow = noPodman === undefined ? [await offerToSlowProcessor(base, seconds)] : [];
  const findings = [...slow, ...(await overload(seconds))];
  const isKept = findings.every(keepsLimits);
  return {
    columns: {
      load: 'load',
      offeredPerSecond: 'offered/s',
      goodPerSecond: 'answered/s',
      goodputRatio: 'of capacity',
      numUnsent: 'not sent',
      numRefused: '503',
      numFailed: 'failed',
      p99Ms: 'answered, p99 ms',
      livenessP99Ms: 'liveness, p99 ms',
    },
    rows: findings.map(({ isOverload: _, ...finding }) => ({
      ...finding,
      offeredPerSecond: finding.offeredPerSecond ?? '',
      goodputRatio: finding.goodputRatio ?? '',
      numUnsent: finding.numUnsent ?? '',
      livenessP99Ms: finding.livenessP99Ms ?? '',
    })),
    notes: [
      ...(noPodman === undefined ? [] : [`SKIPPED: a client alone on a slow processor, since ${noPodman}`]),
      `${seconds} s each; under load the medians of ${NUM_ROUNDS} rounds. Liveness is asked every ${PROBE_EVERY_MS} ms on a new connection. Of requests at random times those are not sent that find ${MANY.toLocaleString('en')} under way.`,
      `Wanted: no 503 for a client alone; under overload at least ${LIMITS.goodputRatio} of the capacity, p99 of answers and of liveness below ${LIMITS.p99Ms} ms. ${isKept ? 'All limits are kept.' : 'NOT all limits are kept.'}`,
    ],
    isWithinLimits: isKept,
  };
}

/** Measures one client that sends one request after the other to a container with a tenth of a CPU. */
async function offerToSlowProcessor(base: string, seconds: number): Promise<OverloadFinding> {
  const image = await buildImage({ engine: 'podman', base, tag: 'localhost/movie-sentiment-bench-overload' });
  const { id, url } = await startContainer(image, { cpus: SLOW_CPUS });
  try {
    const { numRefused, numFailed, ...volley } = await fire(url, 1, { duration: seconds });
    return {
      load: `one client, ${SLOW_CPUS} CPU`,
      isOverload: false,
      ...volley,
      numRefused,
      numFailed: numFailed - numRefused,
    };
  } finally {
    await removeContainer(id);
  }
}

/** Measures sentences in a closed loop, and long texts at ten times the capacity. */
async function overload(seconds: number): Promise<OverloadFinding[]> {
  const rounds = await whileServingDefault(async (server) => {
    await fire(server.url, FEW, { duration: WARM_UP_SECONDS });
    const all: OverloadFinding[][] = [];
    for (let i = 0; i < NUM_ROUNDS; i++) {
      all.push([
        ...(await offerSentences(server, seconds)),
        ...(await offerToBareServer(seconds)),
        ...(await offerLongTexts(server, seconds)),
      ]);
    }
    return all;
  });
  return rounds[0]!.map((_, i) => mediansOf(rounds.map((findings) => findings[i]!)));
}

/** Measures what as many clients cost a server that does nothing but answer: the baseline of the ratio. */
async function offerToBareServer(seconds: number): Promise<OverloadFinding[]> {
  const findings = await whileServing(BARE_SERVER, [], (bare) => offerSentences(bare, seconds));
  return findings.map((finding) => ({
    ...finding,
    load: finding.load.replace('sentences', 'a bare server'),
    isOverload: false,
  }));
}

/**
 * Combines the findings of several rounds of one load into medians; `numFailed` is the maximum, as no round may fail.
 */
export function mediansOf(findings: readonly OverloadFinding[]): OverloadFinding {
  const [{ load, isOverload }] = findings as [OverloadFinding];
  const figures = Object.keys(findings[0]!).filter((key) => key !== 'load' && key !== 'isOverload');
  const medians = figures.map((key) => [
    key,
    median(findings.map((finding) => finding[key as 'goodPerSecond'])),
  ]);
  const numFailed = Math.max(...findings.map((finding) => finding.numFailed));
  return { load, isOverload, ...Object.fromEntries(medians), numFailed };
}

async function offerSentences({ url }: ServerProcess, seconds: number): Promise<OverloadFinding[]> {
  const findings: OverloadFinding[] = [];
  for (const clients of [FEW, MANY]) {
    const [volley, livenessP99Ms] = await probing(url, fire(url, clients, { duration: seconds }));
    findings.push({
      load: `sentences, ${clients.toLocaleString('en')} clients`,
      isOverload: clients === MANY,
      goodPerSecond: volley.goodPerSecond,
      goodputRatio: volley.goodPerSecond / (findings[0] ?? volley).goodPerSecond,
      numRefused: volley.numRefused,
      numFailed: volley.numFailed - volley.numRefused,
      p99Ms: volley.p99Ms,
      livenessP99Ms,
    });
  }
  return findings;
}

async function offerLongTexts({ url }: ServerProcess, seconds: number): Promise<OverloadFinding[]> {
  const findings: OverloadFinding[] = [];
  for (const atOnce of [FEW, MANY]) {
    const rate = findings[0] && { rate: OVERLOAD * findings[0].goodPerSecond };
    const job = { url, traffic: 'long' as const, seconds, atOnce, ...rate };
    const [{ seconds: lasted, numUnsent, p99Ms, kinds }, livenessP99Ms] = await probing(url, offerLoad(job));
    const { right, refused, wrong } = kinds[0]!;
    const goodPerSecond = right / lasted;
    findings.push({
      load: `texts of 20,000 characters, ${rate ? 'at random times' : `${atOnce} clients`}`,
      isOverload: rate !== undefined,
      ...(rate && { offeredPerSecond: rate.rate, numUnsent }),
      goodPerSecond,
      goodputRatio: goodPerSecond / (findings[0]?.goodPerSecond ?? goodPerSecond),
      numRefused: refused,
      numFailed: wrong,
      p99Ms,
      livenessP99Ms,
    });
  }
  return findings;
}

/** Probes liveness on new connections until some work is done. @returns its result, and the p99 in milliseconds */
async function probing<Result>(url: string, work: Promise<Result>): Promise<[Result, number]> {
  const probes: Promise<number>[] = [];
  const result = await repeatDuring(work, PROBE_EVERY_MS, () => {
    probes.push(probe(url));
  });
  return [result, quantile(await Promise.all(probes), 0.99)];
}

/** Measures a liveness probe on a new connection, in milliseconds; infinite if it fails. */
async function probe(url: string): Promise<number> {
  const start = performance.now();
  const message = { method: 'GET', path: '/health/liveness', headers: {}, body: Buffer.alloc(0) };
  const reply = await send(url, message).catch(() => undefined);
  return reply?.status === 200 ? performance.now() - start : Number.POSITIVE_INFINITY;
}

/** Checks the limits: no refusals without overload, and goodput and latency under overload. */
export function keepsLimits({
  isOverload,
  goodputRatio = 1,
  numRefused,
  numFailed,
  p99Ms,
  livenessP99Ms = 0,
}: OverloadFinding): boolean {
  if (numFailed > 0) return false;
  if (!isOverload) return numRefused === 0;
  return goodputRatio >= LIMITS.goodputRatio && p99Ms < LIMITS.p99Ms && livenessP99Ms < LIMITS.livenessP99Ms;
}
