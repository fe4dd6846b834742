import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { findUnits, readShard } from '../../../scripts/classify/shard.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';

let folder: string;
let data: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(inject('scratch'), 'shard-'));
  data = await mkdtemp(join(folder, 'data-'));
  out = join(folder, 'out');
});
const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(join(data, name), content);
  return join(data, name);
};
const run = (...args: string[]) => runInProcess('classify.ts', ['--model', 'linear', ...args]);
const shard = (path: string, i: number, n: number) => run('--shard', `${i}/${n}`, '--out', out, path);
const readOut = async (name: string) =>
  (await readFile(join(out, name), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const readReport = async (name: string) =>
  JSON.parse(await readFile(join(out, `${name}.report.json`), 'utf8'));

const lineOf = (i: number): string => `${JSON.stringify({ text: `A lovely film, number ${i}.` })}\n`;

describe('a shard of a folder', () => {
  test('takes whole files in turn, in every format, compressed too', async () => {
    await put('a.ndjson', lineOf(1) + lineOf(2));
    await put('b.csv.gz', gzipSync('id,text\n1,"Dull, and long."\n'));
    await put('c.tsv', 'text\nA lovely film.\n');
    await put('notes.txt', 'no data');
    expect((await shard(data, 0, 2)).code).toBe(0);
    expect((await readdir(out)).sort()).toEqual([
      'a.ndjson.labels.ndjson',
      'a.ndjson.report.json',
      'c.tsv.labels.ndjson',
      'c.tsv.report.json',
    ]);
    expect((await shard(data, 1, 2)).code).toBe(0);
    expect(await readOut('b.csv.gz.labels.ndjson')).toEqual([
      expect.objectContaining({ line: 2, sentiment: expect.any(String), probabilities: expect.any(Object) }),
    ]);
    expect(await readReport('a.ndjson')).toMatchObject({
      unit: 0,
      numUnits: 3,
      texts: 2,
      bad: 0,
      problems: [],
    });
  });

  test('leaves the class open where none reaches the confidence that is asked for, and counts it', async () => {
    await put('a.ndjson', lineOf(1));
    expect((await run('--shard', '0/1', '--out', out, '--min-confidence', '1', data)).code).toBe(0);
    expect(await readOut('a.ndjson.labels.ndjson')).toMatchObject([{ sentiment: null, label: null }]);
    expect(await readReport('a.ndjson')).toMatchObject({ sentiments: { positive: 0, undecided: 1 } });
  });

  test('keeps bad records in their place, and counts them', async () => {
    const bad = ['{', '[]', '{"id":1}', '{"text":3}', '{"text":" "}'];
    await put('a.ndjson', `${bad[2]}\n${lineOf(2)}${bad.join('\n')}\n${lineOf(8)}`);
    await put('b.tsv', 'id\ttext\n1\tGood.\n2\n3\tGood.\n');
    expect((await shard(data, 0, 1)).code).toBe(0);
    const lines = await readOut('a.ndjson.labels.ndjson');
    expect(lines.map(({ line, error }) => [line, error === undefined])).toEqual([
      [1, false],
      [2, true],
      [3, false],
      [4, false],
      [5, false],
      [6, false],
      [7, false],
      [8, true],
    ]);
    expect(lines[5].error).toContain('field "text" is 3; expected a text');
    expect(await readReport('a.ndjson')).toMatchObject({ texts: 2, bad: 6 });
    const table = await readOut('b.tsv.labels.ndjson');
    expect(table.map(({ error }) => error)).toEqual([
      undefined,
      expect.stringContaining('1 fields; expected 2'),
      undefined,
    ]);
  });

  test('keeps the id of each record that has one', async () => {
    await put('a.ndjson', '{"id":"x","text":"Good."}\n{"id":7}\n{"text":"Good."}\n{\n');
    await put('b.csv', 'id,text\ny,Good.\n');
    expect((await shard(data, 0, 1)).code).toBe(0);
    const lines = await readOut('a.ndjson.labels.ndjson');
    expect(lines.map(({ id }) => id)).toEqual(['x', 7, undefined, undefined]);
    expect((await readOut('b.csv.labels.ndjson')).map(({ id }) => id)).toEqual(['y']);
  });

  test('says where a file cannot be read on, and classifies what stands before', async () => {
    await put('a.csv', 'id,text\n1,Good.\n2,"Never closed\n');
    expect((await shard(data, 0, 1)).code).toBe(0);
    const lines = await readOut('a.csv.labels.ndjson');
    expect(lines).toHaveLength(2);
    expect(lines[1].error).toMatch(/a quote is not closed.*; the rest of the file was not read$/);
  });

  test('that was killed is made anew, and what was done stays', async () => {
    await put('a.ndjson', lineOf(1));
    await put('b.ndjson', lineOf(2) + lineOf(3));
    await shard(data, 0, 1);
    // As a kill leaves it: a is done, of b there is a beginning and no report.
    await writeFile(join(out, 'a.ndjson.labels.ndjson'), 'as it was');
    await rm(join(out, 'b.ndjson.report.json'));
    await writeFile(join(out, 'b.ndjson.labels.ndjson'), '{"line":1,"sent');
    const { stderr } = await shard(data, 0, 1);
    expect(stderr).toContain('a.ndjson.labels.ndjson is done\n');
    expect(await readFile(join(out, 'a.ndjson.labels.ndjson'), 'utf8')).toBe('as it was');
    expect((await readOut('b.ndjson.labels.ndjson')).map(({ line }) => line)).toEqual([1, 2]);
  });

  test('has nothing to do where there are fewer files', async () => {
    await put('a.ndjson', lineOf(1));
    const { stderr, code } = await shard(data, 1, 2);
    expect(code).toBe(0);
    expect(stderr).toContain('there are fewer files than 2 shards: nothing to do\n');
  });
});

describe('a shard of one NDJSON file', () => {
  test.each([1, 2, 3, 7, 40])('has each line once, however many there are: %i', async (n) => {
    const content = Array.from({ length: 9 }, (_, i) => lineOf(i * 37)).join('');
    const path = await put('a.ndjson', content);
    const parts: string[] = [];
    for (let index = 0; index < n; index++) {
      const [unit] = await findUnits(path, { index, of: n });
      parts.push(content.slice(unit!.range!.start, unit!.range!.end));
    }
    expect(parts.join('')).toBe(content);
    for (const part of parts) expect(part === '' || part.endsWith('\n')).toBe(true);
  });

  test('is classified, and its report beside it', async () => {
    const path = await put('a.ndjson', lineOf(1) + lineOf(2) + lineOf(3).trimEnd());
    for (const i of [0, 1]) expect((await shard(path, i, 2)).code).toBe(0);
    const counts = await Promise.all([0, 1].map(async (i) => (await readReport(`a.ndjson.${i}-of-2`)).texts));
    expect(counts[0] + counts[1]).toBe(3);
  });
});

describe('--reports', () => {
  test('adds all up, and tells what was bad', async () => {
    await put('a.ndjson', lineOf(1));
    await put('b.ndjson', `${lineOf(2)}{\n`);
    await shard(data, 0, 1);
    const { stdout, code } = await run('--reports', out);
    expect(stdout).toMatch(/\n2 texts by linear-\w+, 1 bad records, [\d.]+ s of work\n/);
    expect(stdout).toMatch(/b\.ndjson, line 2: not valid JSON/);
    expect(stdout).toContain('all 2 parts are there\n');
    expect(code).toBe(0);
  });

  test('ends with 1 where a part is missing', async () => {
    for (const name of ['a', 'b', 'c']) await put(`${name}.ndjson`, lineOf(1));
    await shard(data, 0, 2);
    const { stdout, code } = await run('--reports', out);
    expect(stdout).toContain('1 of 3 parts are missing: 1\n');
    expect(code).toBe(1);
  });

  test('are those of one run', async () => {
    await put('a.ndjson', lineOf(1));
    await shard(data, 0, 1);
    const other = { ...(await readReport('a.ndjson')), numUnits: 9 };
    await writeFile(join(out, 'z.report.json'), JSON.stringify(other));
    expect((await run('--reports', out)).stderr).toContain(
      'the reports are of several runs, 1 parts by linear-',
    );
    await writeFile(join(out, 'z.report.json'), '{"unit": ');
    expect((await run('--reports', out)).stderr).toContain('z.report.json: is no report of classify --shard');
  });
});

describe('it is an error', () => {
  test.each([
    ['3/3', '--shard is "3/3"; expected such as 0/16 to 15/16'],
    ['1', '--shard is "1"; expected'],
  ])('to ask for shard %s', (value, message) => expect(() => readShard(value)).toThrow(message));

  test('to name a shard without a folder, or several files', async () => {
    expect((await run('--shard', '0/1', data)).stderr).toBe(
      'error: --shard needs --out, the folder of its labels and its report\n',
    );
    expect((await run('--shard', '0/1', '--out', data, data, data)).stderr).toBe(
      'error: --shard accepts one folder or file\n',
    );
  });

  test('to share what cannot be shared', async () => {
    const path = await put('a.csv', 'text\nGood.\n');
    expect((await shard(path, 0, 2)).stderr).toContain(
      'cannot be shared; expected a folder of files, or one .ndjson',
    );
    expect((await shard(join(data, 'none'), 0, 2)).stderr).toContain('cannot be read: ENOENT');
    await rm(path);
    expect((await shard(data, 0, 2)).stderr).toContain('no data; expected files ending in .ndjson');
    expect((await run('--reports', data)).stderr).toContain(
      'no reports; expected files ending in .report.json',
    );
    expect((await run('--reports', join(data, 'none'))).stderr).toContain('cannot be read: ENOENT');
  });

  test('where no record has a text, or a file is not what it says', async () => {
    await put('a.ndjson', '{"id":1}\n');
    expect((await shard(data, 0, 1)).stderr).toContain('no text column among "id"');
    await rm(join(data, 'a.ndjson'));
    await put('a.ndjson.gz', 'not compressed');
    const { stderr, code } = await shard(data, 0, 1);
    expect(stderr).toMatch(/a\.ndjson\.gz: cannot be read: .* \(Z_DATA_ERROR\)/);
    expect(code).toBe(1);
  });

  test('where the output cannot be written', async () => {
    await put('a.ndjson', lineOf(1));
    out = '/dev/full';
    const { stderr, code } = await shard(data, 0, 1);
    expect(stderr).toMatch(/^error: .*\/dev\/full: cannot be written/m);
    expect(code).toBe(1);
  });
});
