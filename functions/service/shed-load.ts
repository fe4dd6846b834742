import { finished } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';
import type { Encoder } from '../encoder/index.ts';
import { bodyRequest } from '../wire/expectations.ts';
import { createAdmission } from './admission.ts';
import type { AfterArrivals } from './arrivals.ts';
import { SHORT_TEXT } from './classify-text.ts';
import type { RefuseLater } from './pace-refusals.ts';
import type { PartWorkers } from './part-workers.ts';
import { SLICE_MS, type TimeSlices } from './time-slices.ts';

const OVERLOADED = 'More requests come in than can be answered in time; send this one again later.';
/**
 * The most jobs that wait for a time slice or a thread. With 100 each waits a second; new requests are then refused.
 */
const MAX_WAITING = 100;
/** The most jobs that wait for a time slice when a long text is admitted. It is enough to keep the processor busy. */
const NUM_WAITING = 4;

/**
 * Waits until a long text can be processed, then reserves its memory; the next one is admitted once that is done.
 * Rejects with a ProblemError if the wait would be too long.
 */
export type AdmitLongText = (reserve: () => Promise<void>) => Promise<void>;

/** The options of `shedLoad`. */
interface ShedLoadOptions {
  app: FastifyInstance;
  timeSlices: Pick<TimeSlices, 'numWaiting'>;
  afterArrivals: AfterArrivals;
  refuseLater: RefuseLater;
  workers?: Pick<PartWorkers, 'numWaiting'> | undefined;
  encoder?: Pick<Encoder, 'waitMs'> | undefined;
}

/** The probes, which are answered at once. */
const PROBE = /^\/(?:v2\/)?health\//;

/**
 * Answers new POST requests with 503 under overload. Other requests have a queue of their own, so that they are answered
 * beside an overload of POST requests; probes have none. `@fastify/under-pressure` would refuse before the body is read.
 * It measures the delay of the event loop, which is long on a slow processor too.
 * @returns the admission of long texts, which have a queue of their own, so that short texts overtake them
 */
export function shedLoad({
  app,
  timeSlices,
  afterArrivals,
  refuseLater,
  workers,
  encoder,
}: ShedLoadOptions): AdmitLongText {
  let numReserving = 0;
  /** An encoder's queue counts like the jobs that wait as long. */
  const numWaiting = (): number => timeSlices.numWaiting() + (encoder ? encoder.waitMs() / SLICE_MS : 0);
  const hasRoom = (): boolean => numReserving === 0 && numWaiting() < NUM_WAITING;
  const requests = createAdmission({ refuseLater, afterArrivals });
  const reads = createAdmission({ refuseLater, afterArrivals });
  const longTexts = createAdmission({ refuseLater, afterArrivals, hasRoom });
  const isFull = (numBytes: number): boolean =>
    numWaiting() + (workers?.numWaiting() ?? 0) > MAX_WAITING ||
    (numBytes > SHORT_TEXT && longTexts.isOverloaded());

  // The body is discarded, but read to its end, since some proxies lose a response that comes earlier.
  app.addHook('onRequest', (request, _reply, done) => {
    const numBytes = bytesToDiscard(request);
    if (numBytes === undefined || !(requests.isOverloaded() || isFull(numBytes))) return done();
    request.raw.resume();
    finished(request.raw, () => refuseLater(() => done(problem('overloaded', OVERLOADED))));
  });
  app.addHook('preHandler', (request, _reply, done) => {
    if (PROBE.test(request.url)) return done();
    const refuse = (): void => done(problem('overloaded', OVERLOADED));
    if (request.method !== 'POST') return reads.ask(done, refuse);
    const numBytes = Buffer.isBuffer(request.body) ? request.body.length : 0;
    requests.ask(() => (isFull(numBytes) ? refuseLater(refuse) : done()), refuse);
  });
  return async (reserve) => {
    await new Promise<void>((resolve, reject) => {
      longTexts.ask(resolve, () => reject(problem('overloaded', OVERLOADED)));
    });
    numReserving++;
    try {
      await reserve();
    } finally {
      numReserving--;
    }
  };
}

/**
 * The length of a body that may be discarded, in bytes; undefined if another error applies or the length is unknown.
 */
function bytesToDiscard({ method, is404, raw, headers }: FastifyRequest): number | undefined {
  const numBytes = Number(headers['content-length']);
  return method === 'POST' && !is404 && !bodyRequest(raw) && numBytes <= LIMITS.bodyBytes
    ? numBytes
    : undefined;
}
