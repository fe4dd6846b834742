/*
 * Sends traffic to a service and prints the outcome as JSON:
 *   node offer.ts JOB
 * The benches start it on another core than the service's.
 */
import { Agent } from 'node:http';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../../classifier/training/index.ts';
import { type Manner, type Reply, send } from './send.ts';
import { sendAtRandomTimes } from './send-at-random-times.ts';
import { countReply, createTally, type Tally } from './tally.ts';
import { TRAFFIC, type TrafficKind, type TrafficName } from './traffic.ts';

/** The delay before a client disconnects within the request body, in milliseconds. */
const LEAVE_AFTER_MS = 20;

/** The maximum number of attempts to get a reference answer, one second apart. */
const MAX_TRIES = 30;

/** The traffic to send. */
export interface Job {
  url: string;
  traffic: TrafficName;
  seconds: number;
  /** The rate of an open loop, in messages per second at random times; without it, a closed loop runs. */
  rate?: number;
  /** The maximum number of concurrent messages. */
  atOnce: number;
}

/** The outcome of the traffic. */
export interface Outcome {
  /** The time from the first message to the last right answer. */
  seconds: number;
  /** The number of messages not sent because the maximum was pending. */
  numUnsent: number;
  /** The median latency of right answers, in milliseconds from the scheduled sending time. */
  p50Ms: number;
  p99Ms: number;
  kinds: ({ name: string; p99Ms: number } & Tally)[];
}

/** A kind of traffic and its outcome so far. */
interface Course extends TrafficKind {
  /** The right answer. */
  reference: Reply;
  tally: Tally;
  durations: RecordableHistogram;
}

/** Sends traffic for a while, and waits for the last answers. */
export async function offer({ url, traffic, seconds, rate, atOnce }: Job): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: atOnce });
  const courses = await begin(url, traffic);
  const durations = createHistogram();
  const random = createRandom(1);
  const start = performance.now();
  const end = start + seconds * 1000;
  let numUnsent = 0;
  let lastRight = start;

  async function sendOne(due: number): Promise<void> {
    const { message, reference, tally, leaves, durations: own } = draw(courses, random());
    const isRight = await countReply(tally, reference, send(url, message, { agent, ...mannerOf(leaves) }));
    if (!isRight) return;
    lastRight = performance.now();
    const microseconds = Math.max(1, Math.round((lastRight - due) * 1000));
    durations.record(microseconds);
    own.record(microseconds);
  }
  /** Sends one message after the other, as one client of a closed loop. */
  async function sendInTurn(): Promise<void> {
    while (performance.now() < end) await sendOne(performance.now());
  }

  if (rate === undefined) await Promise.all(Array.from({ length: atOnce }, sendInTurn));
  else numUnsent = await sendAtRandomTimes({ start, end, perSecond: rate, atOnce, random }, sendOne);
  agent.destroy();
  return {
    seconds: (lastRight - start) / 1000,
    numUnsent,
    p50Ms: durations.percentile(50) / 1000,
    p99Ms: durations.percentile(99) / 1000,
    kinds: courses.map(({ name, tally, durations: own }) => ({
      name,
      p99Ms: own.percentile(99) / 1000,
      ...tally,
    })),
  };
}

/** Sends a message of each kind alone, to get the reference answers. */
async function begin(url: string, traffic: TrafficName): Promise<Course[]> {
  const courses: Course[] = [];
  for (const kind of TRAFFIC[traffic]()) {
    let reference = (await send(url, kind.message))!;
    // A server may still refuse requests for some seconds after an overload.
    for (let i = 0; i < MAX_TRIES && reference.status === 503; i++) {
      await sleep(1000);
      reference = (await send(url, kind.message))!;
    }
    if (reference.status !== kind.status) {
      throw new Error(`${kind.name}: status ${reference.status}, expected ${kind.status}`);
    }
    courses.push({ ...kind, reference, tally: createTally(), durations: createHistogram() });
  }
  return courses;
}

/** Draws a kind by its weight. @param chance 0..1, 1 exclusive */
function draw(courses: readonly Course[], chance: number): Course {
  let left = chance * courses.reduce((sum, { weight }) => sum + weight, 0);
  return courses.find(({ weight }) => {
    left -= weight;
    return left < 0;
  })!;
}

function mannerOf(leaves: TrafficKind['leaves']): Manner {
  if (leaves === 'in the body') return { half: sleep(LEAVE_AFTER_MS, false) };
  return { isAnswerCut: leaves === 'in the answer' };
}

if (import.meta.main) console.log(JSON.stringify(await offer(JSON.parse(process.argv[2]!) as Job)));
