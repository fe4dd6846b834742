import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from '../../program/root.ts';
import { UsageError } from '../../program/run-program.ts';

/** The folder with the programs of the Python system. */
export const PYTHON_FOLDER = fileURLToPath(new URL('../python-system', import.meta.url));

/** The folder in which packages and models of the Python system are kept between runs. */
const CACHE = join(ROOT, 'node_modules/.cache/python-system');

/** The minor version of the oldest Python 3 on which the pinned packages run. */
const OLDEST_MINOR = 11;

/**
 * The error thrown if the Python system cannot run: Python is missing or too old, or its packages cannot be installed.
 */
export class NoPythonError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NoPythonError';
  }
}

/** A virtual environment with the pinned packages. */
export interface PythonEnvironment {
  /** The path of the Python program. */
  python: string;
  /** The version, such as `Python 3.12.3`. */
  version: string;
  /** The folder of the environment, which also keeps the models. */
  cache: string;
}

/** The paths of the trained models of the Python system. */
export interface PythonModels {
  pipeline: string;
  fasttext: string;
}

/**
 * Creates a virtual environment and installs the pinned packages, unless an earlier run did.
 * @param python the Python program to use
 * @throws NoPythonError if that is not possible
 */
export async function installPython(python: string, cache = CACHE): Promise<PythonEnvironment> {
  const version = await run(python, ['--version']).catch((cause) => {
    throw new NoPythonError(`there is no ${python}`, { cause });
  });
  const [major = 0, minor = 0] = /\d+\.\d+/.exec(version)?.[0].split('.').map(Number) ?? [];
  if (major !== 3 || minor < OLDEST_MINOR) {
    throw new NoPythonError(`${python} is ${version}; expected Python 3.${OLDEST_MINOR} or newer`);
  }
  const requirements = join(PYTHON_FOLDER, 'requirements.txt');
  const folder = join(cache, `packages-${hash([version, await readFile(requirements)])}`);
  const own = join(folder, 'bin/python');
  const mark = join(folder, 'complete');
  if (!existsSync(mark)) {
    console.error(`installing the packages of ${requirements}`);
    await rm(folder, { recursive: true, force: true });
    await run(python, ['-m', 'venv', folder]).catch((cause) => {
      const advice = 'on Debian and Ubuntu, install python3-venv';
      throw new NoPythonError(`${python} makes no virtual environment (${advice})`, { cause });
    });
    await run(own, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]).catch((cause) => {
      throw new NoPythonError(`pip cannot install ${requirements}: ${lastLine(cause.stderr)}`, { cause });
    });
    await writeFile(mark, '');
  }
  return { python: own, version, cache };
}

/**
 * Trains the pipeline and fastText, unless an earlier run did.
 * @param data the path of Kaggle's train.tsv
 * @param sha256 the SHA-256 of that file
 * @throws UsageError if training on the file fails
 */
export async function trainPython(
  { python, version, cache }: PythonEnvironment,
  data: string,
  sha256: string,
): Promise<PythonModels> {
  const train = async (program: string, extension: string): Promise<string> => {
    const sources = [program, 'kaggle.py', 'pipeline.py', 'requirements.txt'];
    const contents = await Promise.all(sources.map((name) => readFile(join(PYTHON_FOLDER, name))));
    const file = join(cache, `model-${hash([version, sha256, ...contents])}.${extension}`);
    if (existsSync(file)) return file;
    console.error(`training with ${program}: a minute or two`);
    await mkdir(cache, { recursive: true });
    await run(python, [join(PYTHON_FOLDER, program), data, `${file}.part`]).catch((cause) => {
      throw new UsageError(`${program} cannot train on ${data}: ${lastLine(cause.stderr)}`, { cause });
    });
    await rename(`${file}.part`, file);
    return file;
  };
  return {
    pipeline: await train('train.py', 'pickle'),
    fasttext: await train('train_fasttext.py', 'bin'),
  };
}

/** Reads the pinned packages, such as `flask 3.1.3`. */
export async function readPackages(): Promise<string[]> {
  const requirements = await readFile(join(PYTHON_FOLDER, 'requirements.txt'), 'utf8');
  return requirements.split('\n').flatMap((line) => {
    const [, name, version] = /^([\w-]+)(?:\[\w+\])?==(\S+)$/.exec(line) ?? [];
    return name === undefined ? [] : [`${name} ${version}`];
  });
}

/** Runs a program and returns its output. */
async function run(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args);
  return stdout.trim();
}

function hash(parts: readonly (string | Uint8Array)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex').slice(0, 8);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!;
}
