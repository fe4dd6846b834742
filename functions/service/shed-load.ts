import type { FastifyInstance } from 'fastify';
import { problem } from '../contract/problems.ts';
import { measureOverload } from './overload.ts';
import type { Turns } from './time-slices.ts';

const OVERLOADED = 'More requests come in than can be answered in time; send this one again later.';
/** More works than these wait a second for each turn; then new ones are turned away. */
const MAX_WAITING = 100;

/**
 * Answers new posts with 503 while more comes in than can be answered in time; probes and metrics are answered always.
 * @param overloadMs the delay of the event loop from which on posts are refused, in milliseconds; Infinity for never
 */
export function shedLoad(app: FastifyInstance, turns: Turns, overloadMs: number): void {
  const overload = Number.isFinite(overloadMs) ? measureOverload() : undefined;
  app.addHook('onClose', async () => overload?.stop());
  const isOverloaded = (): boolean =>
    turns.numWaiting() > MAX_WAITING || (overload !== undefined && overload.delayMs() > overloadMs);
  // After the body is read, since proxies lose an answer that comes before.
  app.addHook('preHandler', (request, _reply, done) => {
    const isRefused = request.method === 'POST' && isOverloaded();
    done(isRefused ? problem('overloaded', OVERLOADED) : undefined);
  });
}
