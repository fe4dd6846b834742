import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInProcess } from '../../helpers/run-in-process.ts';

let folder: string;
let texts: string;
/** The results of an uninterrupted run, a line each. */
let whole: string[];
let wholeRun: Awaited<ReturnType<typeof classify>>;

const classify = (out: string, ...args: string[]) =>
  runInProcess('classify.ts', [texts, '--model', 'linear', '--json', '--out', join(folder, out), ...args]);
const read = (name: string) => readFile(join(folder, name), 'utf8');
/** Leaves what an interrupted run with this output has written, then goes on with it. */
async function resume(out: string, left: string, ...args: string[]) {
  await writeFile(join(folder, `${out}.part`), left);
  return classify(out, '--resume', ...args);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resume-'));
  texts = join(folder, 'texts.ndjson');
  const rows = ['Superb.', 'Awful. But the music is nice.', ' ', 'Dull.', 'A film.'].map((text) => ({
    text,
  }));
  await writeFile(texts, [...rows, { text: 1 }].map((row) => `${JSON.stringify(row)}\n`).join(''));
  wholeRun = await classify('whole.ndjson');
  whole = (await read('whole.ndjson')).split(/(?<=\n)/);
});
afterAll(() => rm(folder, { recursive: true }));

describe('classify --resume', () => {
  test('gives the same file and counts after an interruption, also in the midst of a line', async () => {
    expect(whole).toHaveLength(5);
    for (const [i, left] of ['', whole[0]!, whole.slice(0, 2).join('') + whole[2]!.slice(0, 40)].entries()) {
      const { code, stderr } = await resume(`again-${i}.ndjson`, left);
      expect(await read(`again-${i}.ndjson`)).toBe(whole.join(''));
      expect([code, stderr.split('\n').slice(-3)]).toEqual([1, wholeRun.stderr.split('\n').slice(-3)]);
    }
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('begins where there is nothing to go on with, and ends where all is written', async () => {
    await classify('new.ndjson', '--resume');
    expect(await read('new.ndjson')).toBe(whole.join(''));
    await resume('all.ndjson', whole.join(''));
    expect(await read('all.ndjson')).toBe(whole.join(''));
  });

  test('leaves a finished file as it is, with the exit code of the run that wrote it', async () => {
    await classify('done.ndjson');
    const { stderr, code } = await classify('done.ndjson', '--resume');
    const [complete, ...rest] = stderr.trimEnd().split('\n').slice(-2);
    expect([code, complete]).toEqual([
      wholeRun.code,
      `${join(folder, 'done.ndjson')} is complete; delete it to begin again`,
    ]);
    expect(rest).toEqual(wholeRun.stderr.trimEnd().split('\n').slice(-1));
    expect(await read('done.ndjson')).toBe(whole.join(''));
  });

  test('refuses a finished file of another model, or of fewer texts, and keeps it', async () => {
    await classify('other.ndjson');
    const other = await classify('other.ndjson', '--resume', '--model', 'recurrent');
    expect(other.stderr).toContain('other.ndjson, line 1: not the result of this text and model; delete it');
    expect(await read('other.ndjson')).toBe(whole.join(''));
    await writeFile(join(folder, 'fewer.ndjson'), whole.slice(0, 3).join(''));
    const fewer = await classify('fewer.ndjson', '--resume');
    expect(fewer.stderr).toContain('fewer.ndjson: complete, but there are more texts; delete it');
    expect(await read('fewer.ndjson')).toBe(whole.slice(0, 3).join(''));
    expect([other.code, fewer.code]).toEqual([1, 1]);
  });

  test.each<[string, () => string]>([
    ['of another text', () => whole[1]!],
    ['of another model', () => whole[0]!.replace('"linear-', '"other-')],
    ['that are not JSON', () => 'text\n'],
  ])('refuses results %s, and keeps them', async (name, left) => {
    const out = `${name.replaceAll(' ', '-')}.ndjson`;
    const { code, stderr } = await resume(out, left());
    expect(code).toBe(1);
    expect(stderr).toContain(
      `error: --resume: ${join(folder, out)}.part, line 1: not the result of this text and model; delete it to begin again\n`,
    );
    expect(await read(`${out}.part`)).toBe(left());
  });

  test('refuses more results than there are texts', async () => {
    const { code, stderr } = await resume('more.ndjson', [...whole, whole[0]].join(''));
    expect(code).toBe(1);
    expect(stderr).toContain('more.ndjson.part: more results than there are texts; delete it');
  });

  test('refuses the name of a table for --json', async () => {
    const { code, stderr } = await classify('table.csv');
    expect([code, stderr]).toEqual([
      1,
      'error: --json writes NDJSON, not csv; expected a name such as soft.ndjson for --out\n',
    ]);
  });

  test('refuses results that it could not go on with', async () => {
    for (const args of [[texts], [texts, '--json'], [texts, '--out', join(folder, 'no.ndjson')]]) {
      const { code, stderr } = await runInProcess('classify.ts', [...args, '--resume']);
      expect([code, stderr]).toEqual([1, 'error: --resume goes with --json and --out\n']);
    }
    const shard = await runInProcess('classify.ts', [texts, '--shard', '0/1', '--out', folder, '--resume']);
    expect(shard.stderr).toContain('error: --sentences and --resume do not go with --shard');
  });
});

describe('classify --sentences', () => {
  test('gives the sentences of a text of several rows of their own', async () => {
    await classify('sentences.ndjson', '--sentences');
    const rows = (await read('sentences.ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ line, text }) => [line, text])).toEqual([
      [1, 'Superb.'],
      [2, 'Awful. But the music is nice.'],
      [2, 'Awful.'],
      [2, 'But the music is nice.'],
      [4, 'Dull.'],
      [5, 'A film.'],
      [6, undefined],
    ]);
    for (const { probabilities } of rows.slice(0, 6)) expect(Object.keys(probabilities)).toHaveLength(5);
  });

  test('goes on after an interruption amid the sentences of a text', async () => {
    await classify('one.ndjson', '--sentences');
    const all = await read('one.ndjson');
    await resume(
      'two.ndjson',
      all
        .split(/(?<=\n)/)
        .slice(0, 3)
        .join(''),
      '--sentences',
    );
    expect(await read('two.ndjson')).toBe(all);
  });

  test('leaves out sentences without a letter, and brings markup to plain prose', async () => {
    const file = join(folder, 'markup.txt');
    await writeFile(file, 'A <b>fine</b> film. ... !!! The end is weak.\n');
    const { stdout } = await runInProcess('classify.ts', [
      file,
      '--json',
      '--sentences',
      '--model',
      'linear',
    ]);
    const sentences = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line).text);
    expect(sentences.every((text) => /[a-z]/.test(text) && !text.includes('<b>'))).toBe(true);
    expect(sentences.length).toBeGreaterThan(1);
  });

  test('refuses forms that have no place for the sentence', async () => {
    const { code, stderr } = await runInProcess('classify.ts', [texts, '--sentences']);
    expect([code, stderr]).toEqual([1, 'error: --sentences goes with --json, whose rows hold their text\n']);
  });
});
