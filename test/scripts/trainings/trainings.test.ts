import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { load, openTrainingFolder, train } from '../../helpers/training-folder.ts';

const { folder, makeFile, phrases } = await openTrainingFolder();
const list = (...args: string[]) => runInProcess('trainings.ts', args);
const out = (name: string): string => join(folder, `${name}.bin`);
let names: string[];

beforeAll(async () => {
  await train('--data', phrases, '--out', out('first'));
  await train('--data', phrases, '--out', out('second'), '--cost', '2', '--validation', phrases);
  names = [(await load(out('first'))).name, (await load(out('second'))).name];
});

describe('the record of trainings', () => {
  test('has a line for each, with all that tells them apart', async () => {
    const lines = (await readFile(join(folder, 'trainings.ndjson'), 'utf8')).trim().split('\n');
    const records = lines.map((line) => JSON.parse(line));
    expect(records).toMatchObject([
      {
        model: names[0],
        out: out('first'),
        kind: 'linear',
        unit: 'sentence',
        numClasses: 5,
        data: { data: 'phrases.tsv', sha256: expect.stringMatching(/^[\da-f]{64}$/), rows: 120 },
        textData: [],
        seed: 1,
        settings: { cost: 0.7, misspelledShare: 0.15 },
        measured: [{ data: 'cross-validation', accuracy: expect.any(Number) }],
      },
      { model: names[1], settings: { cost: 2 }, measured: [{}, { data: 'phrases.tsv', count: 120 }] },
    ]);
    for (const { seconds, sizeBytes, time } of records) {
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(sizeBytes).toBeGreaterThan(1000);
      expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(3_600_000);
    }
  });

  test('is listed as a table, with the settings in which they differ', async () => {
    const { stdout, code } = await list(folder);
    const [head, , ...rows] = stdout.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    expect(head!.filter(Boolean)).toEqual([
      ...['time', 'model', 'file', 'data', 'texts', 'seed', 'seconds', 'bytes'],
      ...['accuracy (cross-validation)', 'accuracy (phrases.tsv)', 'cost'],
    ]);
    expect(rows[0]).toEqual(expect.arrayContaining([names[0], 'phrases.tsv', '120', '0.7']));
    expect(rows[1]).toEqual(expect.arrayContaining([names[1], '2']));
    expect(stdout).not.toContain('NaN');
    expect(code).toBe(0);
  });

  test('is listed with the soft texts of each, and their teachers', async () => {
    const own = await mkdtemp(join(folder, 'soft-'));
    const probabilities = {
      negative: 0,
      'somewhat negative': 0,
      neutral: 0,
      'somewhat positive': 0.2,
      positive: 0.8,
    };
    const row = { text: 'A grand tale.', probabilities };
    const named = await makeFile('named.ndjson', `${JSON.stringify({ ...row, model: 'linear-1' })}\n`);
    const unnamed = await makeFile(
      'unnamed.ndjson',
      `${JSON.stringify({ ...row, text: 'A grand show.' })}\n`,
    );
    await train('--data', phrases, '--out', join(own, 'plain.bin'));
    await train('--data', phrases, '--out', join(own, 'taught.bin'), '--soft', named, unnamed);
    const { stdout } = await list(own, '--format', 'csv');
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(rows.map((each) => each['soft texts'])).toEqual([
      '',
      'named.ndjson (linear-1), unnamed.ndjson (unknown)',
    ]);
    expect((await list(own)).stdout).toContain('| named.ndjson (linear-1), unnamed.ndjson (unknown) |');
  });

  test('is listed as CSV, with all measures and settings', async () => {
    const { stdout } = await list(join(folder, 'trainings.ndjson'), '--format', 'csv');
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ model, cost }) => [model, cost])).toEqual([
      [names[0], '0.7'],
      [names[1], '2'],
    ]);
    expect(rows[1]).toMatchObject({ wordNgrams: '3', unit: 'sentence', texts: '120' });
    expect(Number(rows[1]!['macroF1 (phrases.tsv)'])).toBeGreaterThan(0.5);
    expect(rows[0]!['macroF1 (phrases.tsv)']).toBe('');
  });
});

test('where there is none, or a line is cut, the person is told', async () => {
  const missing = await list(join(folder, 'elsewhere'));
  expect(missing.stderr).toMatch(/^error: no trainings: .*elsewhere cannot be read \(ENOENT/);
  expect(missing.code).toBe(1);
  const cut = await makeFile('cut.ndjson', '');
  await writeFile(cut, `${(await readFile(join(folder, 'trainings.ndjson'), 'utf8')).trim()}\n\n{"time":"20`);
  const { stderr } = await list(cut);
  expect(stderr).toBe(`error: ${cut}, line 4: not a training; delete the line to list the others\n`);
});
