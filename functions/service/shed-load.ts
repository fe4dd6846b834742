import type { FastifyInstance } from 'fastify';
import { problem } from '../contract/problems.ts';
import { createAdmission } from './admission.ts';
import type { TimeSlices } from './time-slices.ts';

const OVERLOADED = 'More requests come in than can be answered in time; send this one again later.';
/** With more jobs than these waiting, each waits a second for a time slice; then new ones are turned away. */
const MAX_WAITING = 100;

/**
 * Answers new posts with 503 while more come in than can be answered in time; probes and metrics are always answered.
 * @fastify/under-pressure would refuse before the body is read, and goes by the delay of the event loop, which a slow
 * processor raises too.
 */
export function shedLoad(app: FastifyInstance, timeSlices: TimeSlices): void {
  const admission = createAdmission(() => timeSlices.numWaiting() > MAX_WAITING);
  // After the body is read, since proxies lose an answer that comes before.
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.method !== 'POST') return done();
    admission.ask(done, () => done(problem('overloaded', OVERLOADED)));
  });
}
