import type { FastifyInstance } from 'fastify';
import { problem } from '../contract/problems.ts';
import { createAdmission, refuseLater } from './admission.ts';
import type { AfterArrivals } from './arrivals.ts';
import { SHORT_TEXT } from './classify-text.ts';
import type { PartWorkers } from './part-workers.ts';
import type { TimeSlices } from './time-slices.ts';

const OVERLOADED = 'More requests come in than can be answered in time; send this one again later.';
/** With more jobs than these waiting for a time slice, or a thread, each waits a second for one; then new requests are turned away. */
const MAX_WAITING = 100;
/** How many jobs may wait for a time slice when a long text is let in: enough that no time is lost between two. */
const NUM_WAITING = 4;

/** Waits until a long text can be worked on. @throws ProblemError, by rejecting, where that would be too late */
export type AdmitLongText = () => Promise<void>;

/**
 * Answers new posts with 503 while more come in than can be answered in time; probes and metrics are always answered.
 * @fastify/under-pressure would refuse before the body is read, and goes by the delay of the event loop, which a slow
 * processor raises too.
 * @returns what long texts wait for besides, in a queue of their own, so that short ones go past them
 */
export function shedLoad(
  app: FastifyInstance,
  timeSlices: TimeSlices,
  afterArrivals: AfterArrivals,
  workers?: Pick<PartWorkers, 'numWaiting'>,
): AdmitLongText {
  const hasRoom = (): boolean => timeSlices.numWaiting() < NUM_WAITING;
  const requests = createAdmission({ afterArrivals });
  const longTexts = createAdmission({ afterArrivals, hasRoom });
  // After the body is read, since proxies lose an answer that comes before.
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.method !== 'POST') return done();
    const refuse = (): void => done(problem('overloaded', OVERLOADED));
    const isFull = (): boolean =>
      timeSlices.numWaiting() + (workers?.numWaiting() ?? 0) > MAX_WAITING ||
      (isLong(request.body) && longTexts.isOverloaded());
    requests.ask(() => (isFull() ? refuseLater(refuse) : done()), refuse);
  });
  return () =>
    new Promise((resolve, reject) => {
      longTexts.ask(resolve, () => reject(problem('overloaded', OVERLOADED)));
    });
}

/** Whether a body may hold a long text, told before any time is spent on reading it. */
function isLong(body: unknown): boolean {
  return Buffer.isBuffer(body) && body.length > SHORT_TEXT;
}
