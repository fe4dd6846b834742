import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { loadClassifier } from '../../classifier/src/index.ts';
import { runInProcess } from './run-in-process.ts';
import { REVIEWS, toKaggleTsv } from './run-script.ts';

/** A folder for the trainings of a test file, which goes at its end. */
export async function openTrainingFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'train-'));
  afterAll(() => rm(folder, { recursive: true }));

  /** Writes a file for the test and gives its path. */
  async function makeFile(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }
  return {
    folder,
    makeFile,
    /** Sixty sentences, a hundred and twenty phrases. */
    phrases: await makeFile('phrases.tsv', toKaggleTsv(REVIEWS)),
    /** The files of the folder that begin with `name`. */
    filesOf: async (name: string) => (await readdir(folder)).filter((file) => file.startsWith(name)),
  };
}

/** Trains a linear model. */
export const train = (...args: string[]) => runInProcess('train.ts', ['--kind', 'linear', ...args]);

/** The classifier of a model file. */
export const load = async (path: string) => loadClassifier(await readFile(path));
