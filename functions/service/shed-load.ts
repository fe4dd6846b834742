import { finished } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';
import { bodyRequest } from '../wire/expectations.ts';
import { createAdmission } from './admission.ts';
import type { AfterArrivals } from './arrivals.ts';
import { SHORT_TEXT } from './classify-text.ts';
import type { RefuseLater } from './pace-refusals.ts';
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
  refuseLater: RefuseLater,
  workers?: Pick<PartWorkers, 'numWaiting'>,
): AdmitLongText {
  const hasRoom = (): boolean => timeSlices.numWaiting() < NUM_WAITING;
  const requests = createAdmission({ refuseLater, afterArrivals });
  const longTexts = createAdmission({ refuseLater, afterArrivals, hasRoom });
  const isFull = (numBytes: number): boolean =>
    timeSlices.numWaiting() + (workers?.numWaiting() ?? 0) > MAX_WAITING ||
    (numBytes > SHORT_TEXT && longTexts.isOverloaded());

  // No byte of such a body is kept. It is taken in full all the same, since proxies lose an answer that comes before.
  app.addHook('onRequest', (request, _reply, done) => {
    const numBytes = bytesToDiscard(request);
    if (numBytes === undefined || !(requests.isOverloaded() || isFull(numBytes))) return done();
    request.raw.resume();
    finished(request.raw, () => refuseLater(() => done(problem('overloaded', OVERLOADED))));
  });
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.method !== 'POST') return done();
    const refuse = (): void => done(problem('overloaded', OVERLOADED));
    const numBytes = Buffer.isBuffer(request.body) ? request.body.length : 0;
    requests.ask(() => (isFull(numBytes) ? refuseLater(refuse) : done()), refuse);
  });
  return () =>
    new Promise((resolve, reject) => {
      longTexts.ask(resolve, () => reject(problem('overloaded', OVERLOADED)));
    });
}

/** The length of a body that may go unread, in bytes; undefined where there is another answer, or no length. */
function bytesToDiscard({ method, is404, raw, headers }: FastifyRequest): number | undefined {
  const numBytes = Number(headers['content-length']);
  return method === 'POST' && !is404 && !bodyRequest(raw) && numBytes <= LIMITS.bodyBytes
    ? numBytes
    : undefined;
}
