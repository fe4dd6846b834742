import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../program/make-folder.ts';
import { ROOT } from '../program/root.ts';
import { UsageError } from '../program/run-program.ts';
import { installPython, NoPythonError } from '../python/environment.ts';
import { hashParts } from '../python/hash-parts.ts';
import { readSources, type SourceOptions } from '../training/index.ts';
import { writeExamples } from './write-examples.ts';

/** The options of a fine-tuning. */
export interface FineTuneOptions extends SourceOptions {
  /** The pretrained encoder: a folder, or a name on the Hugging Face hub. */
  base: string;
  /** What the encoder is called, if not as its folder. */
  baseName?: string;
  /** The licence of the encoder, as SPDX names it. */
  baseLicense?: string;
  /** The folder to write. */
  out: string;
  seed: number;
  epochs: number;
  /** The most steps; the learning rate falls to 0 by then. */
  maxSteps?: number;
  /** The most texts to draw from each file of `texts`. */
  maxTexts: number;
  /** Whether to go on from the checkpoint in the folder. */
  resume?: true;
  /** The Python program that creates the virtual environment. */
  python: string;
}

/** The folder in which packages and examples are kept between runs. */
const CACHE = join(ROOT, 'node_modules/.cache/fine-tune');

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * Fine-tunes an encoder: writes the examples, installs the packages of Python unless an earlier run did, and runs the
 * program in Python, whose output is shown.
 * @throws DatasetError for invalid data
 * @throws UsageError if a file cannot be read or written, Python is missing, or the program in Python fails
 */
export async function fineTune(options: FineTuneOptions, cache = CACHE): Promise<void> {
  const { base, baseName, baseLicense, out, seed, epochs, maxSteps, resume } = options;
  await makeFolder(out);
  const examples = await keepExamples(options, cache);
  const environment = await installPython(options.python, fileOf('requirements.txt'), cache).catch(
    (error) => {
      if (!(error instanceof NoPythonError)) throw error;
      const needed =
        'fine-tuning needs Python 3.11 or newer with venv, and the packages of its requirements.txt';
      throw new UsageError(`${needed}: ${error.message}; the examples are in ${examples}`, { cause: error });
    },
  );
  const args = [examples, '--base', base, '--out', out, '--seed', String(seed), '--epochs', String(epochs)];
  if (maxSteps !== undefined) args.push('--max-steps', String(maxSteps));
  if (baseName !== undefined) args.push('--base-name', baseName);
  if (baseLicense !== undefined) args.push('--base-license', baseLicense);
  if (resume) args.push('--resume');
  const child = spawn(environment.python, [fileOf('fine_tune.py'), ...args], { stdio: 'inherit' });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) {
    throw new UsageError(
      `fine_tune.py ended with ${signal ?? `exit code ${code}`}; --resume goes on from its checkpoint`,
    );
  }
}

/** Writes the examples into a folder of the cache, named for what they are made of. */
async function keepExamples(options: FineTuneOptions, cache: string): Promise<string> {
  const { maxTexts, seed } = options;
  const sources = await readSources(options);
  const files = [sources.dataset, ...sources.validations, ...sources.wholeTexts];
  const parts = files.map(({ sha256, labels, labelOf }) => JSON.stringify([sha256, labels, [...labelOf]]));
  const folder = join(cache, `examples-${hashParts([String(maxTexts), String(seed), ...parts])}`);
  await makeFolder(folder);
  await writeExamples(folder, sources, { maxTexts, seed });
  return folder;
}
