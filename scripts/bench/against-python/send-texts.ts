/*
 * A process that posts distinct texts to a service and prints what came of it, as JSON:  node send-texts.ts JOB
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

/** How many connections of a closed loop send one text after the other. */
export const CONNECTIONS = 16;
/** The most texts of an open loop that are under way at once. */
const AT_ONCE = 1000;

/** What is to be sent. */
export interface TextJob {
  url: string;
  /** A file with a JSON array of sentences, which texts are made of. */
  sentences: string;
  /** The length of each text. */
  numCharacters: number;
  seconds: number;
  /** Texts of different seeds differ. */
  seed: number;
  /** How many a second, at random times (an open loop); without it as many as are answered (a closed loop). */
  perSecond?: number;
}

/** What came of it. */
export interface TextOutcome {
  numAnswered: number;
  /** Answered otherwise than with 200, not answered, or not sent since too many were under way. */
  numFailed: number;
  /** How long it took, without a first request that finds out how the server treats connections. */
  seconds: number;
  /** From the time at which a text was to be sent to the end of its answer; not of a closed loop. */
  p50Ms?: number;
  p99Ms?: number;
}

/** Posts a text. @returns whether it was answered with 200 */
type Post = () => Promise<boolean>;

/** Posts distinct texts for a while. @throws Error where the first one of a closed loop is not answered with 200 */
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
    // autocannon takes less of the client's time, but loses track where a server closes each connection, as Flask's does.
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
  const start = performance.now();
  const arrivals = {
    start,
    end: start + seconds * 1000,
    perSecond,
    atOnce: AT_ONCE,
    random: createRandom(1),
  };
  const numUnsent = await sendAtRandomTimes(arrivals, async (due) => {
    if (await post()) durations.record(Math.max(1, Math.round((performance.now() - due) * 1000)));
    else numFailed++;
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
