import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadClassifier } from '../../../../classifier/src/index.ts';
import { buildApp } from '../../../../functions/app.ts';
import { offer } from '../../../../scripts/bench/load/offer.ts';

const MODEL = new URL('../../../../classifier/models/linear.bin', import.meta.url);

let app: ReturnType<typeof buildApp>;
let url: string;
beforeAll(async () => {
  app = buildApp({ classifier: loadClassifier(await readFile(MODEL)), hasInferenceProtocol: true });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

test('clients that send in turn get right answers to all kinds of messages', async () => {
  const { kinds, numUnsent, p50Ms, p99Ms } = await offer({ url, traffic: 'mixed', seconds: 1, atOnce: 4 });
  for (const { name, sent, right, refused, brokenOff, wrong, faults } of kinds) {
    expect({ name, wrong, faults }).toEqual({ name, wrong: 0, faults: [] });
    expect(right + refused + brokenOff).toBe(sent);
    if (!name.startsWith('left')) expect(brokenOff).toBe(0);
  }
  expect(kinds.find(({ name }) => name === 'sentence')!.sent).toBeGreaterThan(0);
  expect(numUnsent).toBe(0);
  expect(p50Ms).toBeGreaterThan(0);
  expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
});

test('at a rate as many are sent as it says, but no more at once than may be under way', async () => {
  const job = { url, traffic: 'long', seconds: 1, rate: 50, atOnce: 1 } as const;
  const { kinds, numUnsent } = await offer(job);
  const numDue = kinds[0]!.sent + numUnsent;
  // A Poisson process of 50 a second: 50 ± 7, the same each time for the same seed.
  expect(numDue).toBeGreaterThan(50 - 4 * 7);
  expect(numDue).toBeLessThan(50 + 4 * 7);
  expect(kinds[0]!.wrong).toBe(0);
});
