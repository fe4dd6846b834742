import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countRates, type Rates } from '../../../scripts/behaviour/rates.ts';
import { holdRates, writeRates } from '../../../scripts/behaviour/rates-file.ts';
import type { CapabilityCases } from '../../../scripts/behaviour/read-cases.ts';

const COUNT = 200;

/** Rates of three capabilities with 200 cases each, of which so many fail. */
function ratesOf(failures: Record<string, [number, number, number]>, sha256 = 'a'): Rates {
  const names = ['negation', 'time', 'html'];
  return {
    cases: Object.fromEntries(
      names.map((name) => [name, { count: COUNT, sha256: name === 'html' ? sha256 : 'a' }]),
    ),
    failures: Object.fromEntries(
      Object.entries(failures).map(([kind, counts]) => [
        kind,
        Object.fromEntries(names.map((name, i) => [name, counts[i]!])),
      ]),
    ),
  };
}

const HELD = ratesOf({ linear: [50, 40, 30], recurrent: [20, 20, 20] });

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rates-'));
  file = join(folder, 'rates.json');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => writeFile(file, JSON.stringify(HELD)));

const written = async (): Promise<Rates> => JSON.parse(await readFile(file, 'utf8'));

describe('measured rates keep to the held ones', () => {
  test.each([
    ['the same', [50, 40, 30]],
    ['lower ones', [49, 0, 30]],
  ] as const)('where they are %s', async (_, counts) => {
    expect(await holdRates(ratesOf({ linear: [...counts] }), file)).toEqual([]);
  });

  test('but not where one is higher, whatever the others are', async () => {
    expect(await holdRates(ratesOf({ linear: [51, 0, 0] }), file)).toEqual([
      'linear, negation: 25.50 % fail where 25.00 % did',
    ]);
  });

  test('except by one case of a transformer, which another processor may round to the other side', async () => {
    await writeFile(file, JSON.stringify(ratesOf({ transformer: [5, 5, 5] })));
    expect(await holdRates(ratesOf({ transformer: [6, 6, 6] }), file)).toEqual([]);
    expect(await holdRates(ratesOf({ transformer: [7, 5, 5] }), file)).toEqual([
      'transformer, negation: 3.50 % fail where 2.50 % did',
    ]);
  });

  test('nor where they are of other cases, which is said and not compared', async () => {
    expect(await holdRates(ratesOf({ linear: [50, 40, 90] }, 'b'), file)).toEqual([
      'html: other cases than its rates were written for',
    ]);
  });

  test('nor where nothing is held', async () => {
    expect(await holdRates(ratesOf({ other: [0, 0, 0] }), file)).toEqual([
      'other: no rates are written for it',
    ]);
  });
});

describe('rates are written', () => {
  test('where none rises', async () => {
    await writeRates(ratesOf({ linear: [50, 39, 30] }), { file });
    expect(await written()).toEqual(ratesOf({ linear: [50, 39, 30], recurrent: [20, 20, 20] }));
  });

  test('where one rises by a point and the sum of the others falls', async () => {
    await writeRates(ratesOf({ linear: [52, 40, 29] }), { file });
    expect((await written()).failures.linear).toEqual({ negation: 52, time: 40, html: 29 });
    expect(await holdRates(ratesOf({ linear: [52, 40, 29] }), file)).toEqual([]);
  });

  test('where one rises by one case that is more than a point', async () => {
    const few = (failures: number, others: number): Rates => ({
      cases: { time: { count: 60, sha256: 'a' }, html: { count: 60, sha256: 'a' } },
      failures: { linear: { time: failures, html: others } },
    });
    await writeFile(file, JSON.stringify(few(5, 5)));
    await writeRates(few(6, 4), { file });
    expect(await written()).toEqual(few(6, 4));
    await expect(writeRates(few(8, 0), { file })).rejects.toThrow(
      '13.33 % fail where 10.00 % did, by more than',
    );
  });

  test('where one rises by more that is accepted by name, and no other one', async () => {
    const measured = ratesOf({ linear: [60, 39, 40] });
    await expect(writeRates(measured, { file, accepted: ['negation'] })).rejects.toThrow(
      'the rates are not written: linear, html: ',
    );
    await writeRates(measured, { file, accepted: ['negation', 'html'] });
    expect((await written()).failures.linear).toEqual({ negation: 60, time: 39, html: 40 });
  });

  test('of other cases, however they are, where all kinds are measured', async () => {
    const measured = ratesOf({ linear: [50, 40, 150], recurrent: [20, 20, 120] }, 'b');
    await writeRates(measured, { file });
    expect(await written()).toEqual(measured);
  });

  test.each<[string, Rates, string]>([
    [
      'where one rises by more than a point',
      ratesOf({ linear: [53, 0, 0] }),
      'the rates are not written: linear, negation: 26.50 % fail where 25.00 % did, by more than a point; expected each to rise by a point or one case at most, where the sum of the others falls',
    ],
    [
      'where one rises and the sum of the others does not fall',
      ratesOf({ linear: [51, 41, 30] }),
      'linear, negation: 25.50 % fail where 25.00 % did, and the sum of its other rates does not fall; linear, time: 20.50 %',
    ],
    [
      'where another model alone pays for it',
      ratesOf({ linear: [51, 40, 30], recurrent: [0, 0, 0] }),
      'linear, negation: 25.50 % fail where 25.00 % did, and the sum of its other rates does not fall; expected',
    ],
    [
      'of other cases where a kind was not measured',
      ratesOf({ linear: [50, 40, 30] }, 'b'),
      'the rates are not written: html has other cases, but recurrent was not measured; expected all models, without --model',
    ],
  ])('not %s, and the file stays', async (_, measured, problem) => {
    await expect(writeRates(measured, { file })).rejects.toThrow(problem);
    expect(await written()).toEqual(HELD);
  });

  test.each(['{', '{"cases": {}}'])('not over %s, which is no file of rates', async (content) => {
    await writeFile(file, content);
    await expect(holdRates(HELD, file)).rejects.toThrow(
      `${file}: expected the "cases" and "failures" that --write-rates writes`,
    );
  });
});

test('rates are of the cases as they are, and tell other ones from them', () => {
  const behaviour = (text: string): CapabilityCases[] => [
    { capability: 'time', cases: [{ text, expect: 'neutral' }], numSentences: 1 },
  ];
  const tried = [{ capability: 'time' as const, numCases: 1, failures: [] }];
  const [one, same, other] = ['a', 'a', 'b'].map((text) => countRates(behaviour(text), { linear: tried }));
  expect(one).toEqual({
    cases: { time: { count: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    failures: { linear: { time: 0 } },
  });
  expect(same).toEqual(one);
  expect(other!.cases).not.toEqual(one!.cases);
});
