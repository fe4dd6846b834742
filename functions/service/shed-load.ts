import type { FastifyInstance } from 'fastify';
import { problem } from '../contract/problems.ts';
import { measureOverload } from './overload.ts';
import type { TimeSlices } from './time-slices.ts';

const OVERLOADED = 'More requests come in than can be answered in time; send this one again later.';
/** With more jobs than these waiting, each waits a second for a time slice; then new ones are turned away. */
const MAX_WAITING = 100;

/**
 * Answers new posts with 503 while more come in than can be answered in time; probes and metrics are always answered.
 * @fastify/under-pressure would refuse before the body is read, and goes by the mean delay, which one pause raises.
 * @param overloadMs the event loop's delay above which posts are refused, in milliseconds; Infinity for never
 */
export function shedLoad(app: FastifyInstance, timeSlices: TimeSlices, overloadMs: number): void {
  const overload = Number.isFinite(overloadMs) ? measureOverload() : undefined;
  app.addHook('onClose', async () => overload?.stop());
  const isOverloaded = (): boolean =>
    timeSlices.numWaiting() > MAX_WAITING || (overload !== undefined && overload.delayMs() > overloadMs);
  // After the body is read, since proxies lose an answer that comes before.
  app.addHook('preHandler', (request, _reply, done) => {
    const isRefused = request.method === 'POST' && isOverloaded();
    done(isRefused ? problem('overloaded', OVERLOADED) : undefined);
  });
}
