import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { loadClassifier } from '../../../classifier/src/index.ts';
import { runCommands } from '../../../scripts/classify-program/run-commands.ts';
import { findModelFile } from '../../../scripts/program/model-option.ts';
import { REVIEWS, toKaggleTsv } from '../../helpers/run-script.ts';

const { argv, exitCode } = process;
let errors: string;
beforeEach(() => {
  errors = '';
  const keep = (text: unknown) => {
    errors += `${text}\n`;
    return true;
  };
  vi.spyOn(console, 'error').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = exitCode;
});
const run = (...args: string[]): Promise<void> => {
  process.argv = [process.execPath, 'index.js', ...args];
  return runCommands(findModelFile('linear'));
};

test('an image classifies a shard with the model that is in it', async () => {
  const folder = await mkdtemp(join(inject('scratch'), 'program-'));
  await writeFile(join(folder, 'a.ndjson'), '{"review":"A lovely film."}\n');
  const out = join(folder, 'out');
  await run(folder, '--shard', '0/1', '--out', out, '--text-column', 'review');
  expect(errors).toContain('a.ndjson.labels.ndjson: 1 texts, 0 bad records in ');
  const report = JSON.parse(await readFile(join(out, 'a.ndjson.report.json'), 'utf8'));
  expect(report.model).toMatch(/^linear-/);
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await run('--reports', out);
  expect(log).toHaveBeenLastCalledWith('all 1 parts are there');
});

test('an image that is told of no work says what it does', async () => {
  vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended');
  });
  await run('data');
  expect(errors).toContain(
    'error: nothing to do; expected a path with --shard I/N --out FOLDER, or --reports FOLDER',
  );
});

describe('an image that trains', () => {
  const reviews = async () => {
    const folder = await mkdtemp(join(inject('scratch'), 'program-train-'));
    const data = join(folder, 'phrases.tsv');
    await writeFile(data, toKaggleTsv(REVIEWS));
    return { data, out: join(folder, 'model.bin') };
  };

  test('leaves a model, and its card beside it', async () => {
    const { data, out } = await reviews();
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await run('train', '--kind', 'linear', '--data', data, '--out', out);
    const { name } = loadClassifier(await readFile(out));
    expect(log).toHaveBeenLastCalledWith(expect.stringMatching(`^${name} written to ${out} `));
    const card = JSON.parse(await readFile(`${out}.card.json`, 'utf8'));
    expect(card).toMatchObject({ name, kind: 'linear', trainingData: { name: 'phrases.tsv', rows: 120 } });
    expect(card.measured).toMatchObject([{ data: 'cross-validation', count: 120 }]);
  });

  test('does so once, however often it is started', async () => {
    const { data, out } = await reviews();
    await writeFile(`${out}.card.json`, '{}');
    await run('train', '--kind', 'linear', '--data', data, '--out', out);
    expect(errors).toBe(`${out} is already trained: ${out}.card.json exists\n`);
  });

  test('goes on from the checkpoint that it finds', async () => {
    const { data, out } = await reviews();
    await writeFile(`${out}.checkpoint`, 'none');
    await run('train', '--data', data, '--out', out);
    expect(errors).toContain(`resuming from ${out}.checkpoint\n`);
    expect(errors).toContain(
      `error: ${out}.checkpoint is not a valid checkpoint; delete it to train from the beginning\n`,
    );
  });

  test('takes word vectors from a file', async () => {
    const { data, out } = await reviews();
    const vectors = join(dirname(out), 'small.vec');
    await writeFile(vectors, 'film 1 2 3\n');
    await run('train', '--data', data, '--out', out, '--vectors', vectors);
    expect(errors).toContain(`error: ${vectors}, line 1: `);
  });
});
