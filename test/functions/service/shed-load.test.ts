import fastify from 'fastify';
import { expect, test } from 'vitest';
import { shedLoad } from '../../../functions/service/shed-load.ts';
import { createTimeSlices } from '../../../functions/service/time-slices.ts';

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** The admission of long texts, without delays. */
const shed = (encoder?: { waitMs(): number }, app = fastify()) =>
  shedLoad({
    app,
    timeSlices: createTimeSlices(),
    afterArrivals: setImmediate,
    refuseLater: (refuse) => refuse(),
    encoder,
  });

test('a long text is admitted once the one before it has its memory, so that none waits outside the queue', async () => {
  const admit = shed();
  const reserving: (() => void)[] = [];
  const admitted = Array.from({ length: 3 }, () =>
    admit(() => new Promise((resolve) => reserving.push(resolve))),
  );
  for (let numDone = 0; numDone < 3; numDone++) {
    while (reserving.length === numDone) await turns(1);
    await turns(20);
    expect(reserving).toHaveLength(numDone + 1);
    reserving[numDone]!();
    await admitted[numDone];
  }
});

test('a long text whose memory is refused lets the next one in', async () => {
  const admit = shed();
  await expect(admit(() => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
  await expect(admit(() => Promise.resolve())).resolves.toBeUndefined();
});

test('a long text waits until the queue of an encoder is short', async () => {
  let waitMs = 1000;
  const admit = shed({ waitMs: () => waitMs });
  let isAdmitted = false;
  const admitted = admit(() => Promise.resolve()).then(() => {
    isAdmitted = true;
  });
  await turns(20);
  expect(isAdmitted).toBe(false);
  waitMs = 0;
  await admitted;
});

test('other requests than POST are answered in turn, also beside an overload, and probes at once', async () => {
  const app = fastify();
  const scheduled: (() => void)[] = [];
  shedLoad({
    app,
    timeSlices: { numWaiting: () => 1000 },
    afterArrivals: (work) => scheduled.push(work),
    refuseLater: (refuse) => refuse(),
  });
  for (const url of ['/metrics', '/health/liveness', '/v2/health/live', '/healthy']) app.get(url, () => url);
  const answered: string[] = [];
  const get = async (url: string): Promise<void> => {
    expect((await app.inject(url)).statusCode).toBe(200);
    answered.push(url);
  };
  const metrics = get('/metrics');
  const another = get('/healthy');
  await Promise.all([get('/health/liveness'), get('/v2/health/live')]);
  expect(answered).toHaveLength(2);
  while (answered.length < 4) {
    scheduled.shift()?.();
    await turns(1);
  }
  await Promise.all([metrics, another]);
});

test('a request is refused while a text would wait for an encoder more than a second', async () => {
  let waitMs = 1001;
  const app = fastify();
  shed({ waitMs: () => waitMs }, app);
  app.post('/', () => 'answered');
  app.setErrorHandler((error: Error, _request, reply) => reply.code(503).send(error.message));
  const post = async (): Promise<number> =>
    (await app.inject({ method: 'POST', url: '/', payload: {} })).statusCode;
  expect(await post()).toBe(503);
  waitMs = 1000;
  expect(await post()).toBe(200);
});
