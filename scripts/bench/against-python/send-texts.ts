/*
 * Posts distinct texts to a service and prints the outcome as JSON:
 *   node send-texts.ts JOB
 * The bench starts it on another core than the service's.
 */
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { createRandom } from '../../../classifier/training/index.ts';
import { createDistinctTexts } from '../distinct-texts.ts';
import { postJson } from '../load/messages.ts';
import { type Reply, send } from '../load/send.ts';
import { sendAtRandomTimes } from '../load/send-at-random-times.ts';

/** The number of connections of a closed loop; each sends one text after the other. */
export const CONNECTIONS = 16;
/** The maximum number of concurrent texts of an open loop. */
const AT_ONCE = 1000;
/**
 * How long an open loop runs before it is measured. The client compiles its own code then: that delays one in a hundred
 * texts of some seconds, the more the higher the rate.
 */
const WARM_UP_MS = 1000;

/** The texts to send. */
export interface TextJob {
  url: string;
  /** A file with a JSON array of sentences, from which the texts are composed. */
  sentences: string;
  /** The length of each text, in characters. */
  numCharacters: number;
  seconds: number;
  /** The seed of the texts; different seeds give different texts. */
  seed: number;
  /** The rate of an open loop, in texts per second at random times; without it, a closed loop runs. */
  perSecond?: number;
}

/** The outcome of sending. */
export interface TextOutcome {
  numAnswered: number;
  /**
   * The number of texts answered with another status than 200, not answered, or not sent because too many were pending.
   */
  numFailed: number;
  /** The duration in seconds, without the first request, which finds out how the server treats connections. */
  seconds: number;
  /**
   * The median latency from the scheduled sending time to the end of the answer, in milliseconds; only for an open
   * loop.
   */
  p50Ms?: number;
  p99Ms?: number;
}

/** Posts a text and returns whether the status is 200. */
type Post = () => Promise<boolean>;

/** Posts distinct texts for a while. @throws Error if the first text of a closed loop is not answered with 200 */
export async function sendTexts({
  url,
  sentences,
  numCharacters,
  seconds,
  seed,
  perSecond,
}: TextJob): Promise<TextOutcome> {
  const all = JSON.parse(await readFile(sentences, 'utf8')) as string[];
  const nextText = createDistinctTexts(all, numCharacters, createRandom(seed));
  const agent = new Agent({ keepAlive: true });
  const post = () => send(url, postJson('/', { mytext: nextText() }), { agent }) as Promise<Reply>;
  const postSafely: Post = async () => (await post().catch(() => undefined))?.status === 200;
  try {
    if (perSecond !== undefined) return await sendAtRate(postSafely, seconds, perSecond);
    const first = await post();
    if (first.status !== 200) throw new Error(`status ${first.status}, expected 200`);
    // autocannon needs less client time, but fails if a server closes each connection, as Flask's does.
    const isKeptAlive = first.headers.connection !== 'close';
    return await (isKeptAlive ? sendByAutocannon(url, nextText, seconds) : sendInTurn(postSafely, seconds));
  } finally {
    agent.destroy();
  }
}

async function sendByAutocannon(url: string, nextText: () => string, seconds: number): Promise<TextOutcome> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        setupRequest: (request) => ({ ...request, body: JSON.stringify({ mytext: nextText() }) }),
      },
    ],
  });
  return { numAnswered: result['2xx'], numFailed: result.non2xx + result.errors, seconds: result.duration };
}

async function sendInTurn(post: Post, seconds: number): Promise<TextOutcome> {
  const counts = { numAnswered: 0, numFailed: 0 };
  const start = performance.now();
  const end = start + seconds * 1000;
  const sendOnConnection = async () => {
    while (performance.now() < end) counts[(await post()) ? 'numAnswered' : 'numFailed']++;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendOnConnection));
  return { ...counts, seconds: (performance.now() - start) / 1000 };
}

async function sendAtRate(post: Post, seconds: number, perSecond: number): Promise<TextOutcome> {
  const durations = createHistogram();
  let numFailed = 0;
  const start = performance.now() + WARM_UP_MS;
  const arrivals = {
    start: start - WARM_UP_MS,
    end: start + seconds * 1000,
    perSecond,
    atOnce: AT_ONCE,
    random: createRandom(1),
  };
  const numUnsent = await sendAtRandomTimes(arrivals, async (due) => {
    if (!(await post())) numFailed++;
    else if (due >= start) durations.record(Math.max(1, Math.round((performance.now() - due) * 1000)));
  });
  return {
    numAnswered: durations.count,
    numFailed: numFailed + numUnsent,
    seconds: (performance.now() - start) / 1000,
    p50Ms: durations.percentile(50) / 1000,
    p99Ms: durations.percentile(99) / 1000,
  };
}

if (import.meta.main) console.log(JSON.stringify(await sendTexts(JSON.parse(process.argv[2]!) as TextJob)));
