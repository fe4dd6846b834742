/*
 * A process that sends traffic to a service and prints what came of it, as JSON:  node offer.ts JOB
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

/** How long a client that leaves in the body waits before. */
const LEAVE_AFTER_MS = 20;

/** How often a message is sent, a second apart, before it is taken that it will never be answered. */
const MAX_TRIES = 30;

/** What is to be sent. */
export interface Job {
  url: string;
  traffic: TrafficName;
  seconds: number;
  /** How many messages a second, at random times; without it as many as are answered. */
  rate?: number;
  /** The most under way at once. */
  atOnce: number;
}

/** What came of it. */
export interface Outcome {
  /** From the first message to the last right answer. */
  seconds: number;
  /** Not sent, since as many were under way as may be. */
  numUnsent: number;
  /** What was answered right, in milliseconds from the time at which it was to be sent. */
  p50Ms: number;
  p99Ms: number;
  kinds: ({ name: string; p99Ms: number } & Tally)[];
}

/** One kind, and what came of it so far. */
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
  /** Each sends one message after the other. */
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

/** Sends a message of each kind alone, whose answers later ones are held against. */
async function begin(url: string, traffic: TrafficName): Promise<Course[]> {
  const courses: Course[] = [];
  for (const kind of TRAFFIC[traffic]()) {
    let reference = (await send(url, kind.message))!;
    // A server that was overloaded before may refuse for some seconds more.
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
