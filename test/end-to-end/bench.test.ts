import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REVIEWS, runScript, toKaggleTsv } from '../helpers/run-script.ts';

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-test-'));
  data = join(folder, 'reviews.tsv');
  await writeFile(data, toKaggleTsv(REVIEWS));
});
afterAll(() => rm(folder, { recursive: true }));

const bench = (...args: string[]) => runScript('bench.ts', args);

/** What a bench prints as JSON; its timings, and so its exit code, are those of a busy machine. */
async function benchJson(...args: string[]) {
  const { stdout, stderr } = await bench(...args, '--json');
  expect(stdout, stderr).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout);
}

describe('bench', () => {
  test('classify prints a table with ratios to its baseline', async () => {
    const sentence = 'a fine film of some length that somebody may have seen and liked or not , number';
    const lines = Array.from({ length: 40 }, (_, i) => `"${sentence} ${i} .",${i % 5}`);
    await writeFile(join(folder, 'sentences.csv'), `text,label\n${lines.join('\n')}\n`);
    // The exit code tells of speed, not of right.
    const { stdout } = await bench('classify', '--data', join(folder, 'sentences.csv'), '--repeats', '1');
    expect(stdout).toMatch(/^Node\.js v\d+/);
    expect(stdout).toMatch(/^\| wink-nlp, tokens and sentences \| +a sentence \| +[\d,.]+ \| +1 \|$/m);
    expect(stdout).toMatch(/^\| classify, recurrent +\| 10,000 characters \|/m);
  });

  test('hostile prints the slowest five as JSON', async () => {
    const { bench, rows, notes } = await benchJson('hostile', '--repeats', '1');
    expect(bench).toBe('hostile');
    expect(rows).toHaveLength(5);
    expect(rows[0]).toEqual({
      pattern: expect.any(String),
      firstMs: expect.any(Number),
      classifyMs: expect.any(Number),
      explainMs: expect.any(Number),
      tokenizeMs: expect.any(Number),
      stepMs: expect.any(Number),
    });
    expect(notes.join()).toContain('50 ms');
  });

  test('train prints time and memory beside their limits', async () => {
    const { rows, isWithinLimits } = await benchJson('train', '--kind', 'linear', '--data', data);
    expect(rows).toMatchObject([
      { what: 'wall time, s', limit: 180 },
      { what: 'peak resident memory, MiB', limit: 2048 },
    ]);
    expect(rows[1].figure).toBeGreaterThan(20);
    expect(isWithinLimits).toBe(true);
  });

  test('workers prints both speeds and their ratio', async () => {
    const { rows, notes } = await benchJson('workers', '--data', data, '--texts', '3000', '--rounds', '1');
    expect(rows).toEqual(
      ['npm run classify', 'a stream'].map((what) => ({
        what,
        one: expect.any(Number),
        two: expect.any(Number),
        ratio: expect.any(Number),
      })),
    );
    expect(notes.join()).toContain('at least 1.6');
  });

  test('spelling counts the texts that get the same answer', async () => {
    const file = join(folder, 'same.txt');
    await writeFile(file, "It is n't -LRB- that -RRB- good .\nGood\n");
    expect(await benchJson('spelling', '--data', file)).toMatchObject({
      rows: [{ texts: 2, respelled: 1, sameTokens: 2, sameAnswer: 2 }],
      isWithinLimits: true,
    });
  });

  test('spelling lists the texts that do not, and fails', async () => {
    const file = join(folder, 'other.txt');
    await writeFile(file, 'Good\n( : )\n'); // in plain spelling an emoticon
    const { stdout, code } = await bench('spelling', '--data', file);
    expect(stdout).toContain('These differ:\nline 2: (:)\n');
    expect(code).toBe(1);
  });

  test.each([
    ['a bench that is not there', ['speed'], "error: unknown command 'speed'"],
    [
      'a number of repeats that measures nothing',
      ['classify', '--repeats', '0'],
      'expected a whole number, 1 to 999999999.',
    ],
    ['a missing file', ['spelling', '--data', 'none.txt'], 'error: none.txt: no such file'],
  ])('tells of %s in one line and fails', async (_, args, problem) => {
    const { stdout, stderr, code } = await bench(...args);
    expect(stdout).toBe('');
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });
});
