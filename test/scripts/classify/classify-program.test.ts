import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { runClassifyProgram } from '../../../scripts/classify/classify-program.ts';
import { findModelFile } from '../../../scripts/program/model-option.ts';

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
  return runClassifyProgram(findModelFile('linear'));
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
