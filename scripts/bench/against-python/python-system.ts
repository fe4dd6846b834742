import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../program/root.ts';
import { UsageError } from '../../program/run-program.ts';
import { installPython, lastLine, type PythonEnvironment, runPython } from '../../python/environment.ts';
import { hashParts } from '../../python/hash-parts.ts';

/** The folder with the programs of the Python system. */
export const PYTHON_FOLDER = fileURLToPath(new URL('../python-system', import.meta.url));

/** The folder in which packages and models of the Python system are kept between runs. */
const CACHE = join(ROOT, 'node_modules/.cache/python-system');

const REQUIREMENTS = join(PYTHON_FOLDER, 'requirements.txt');

/** The Python system, with its packages installed. */
export interface PythonSystem extends PythonEnvironment {
  /** The folder that keeps the models between runs. */
  cache: string;
}

/** The paths of the trained models of the Python system. */
export interface PythonModels {
  pipeline: string;
  fasttext: string;
}

/**
 * Installs the packages of the Python system, unless an earlier run did.
 * @param python the Python program to use
 * @throws NoPythonError if that is not possible
 */
export async function installPythonSystem(python: string, cache = CACHE): Promise<PythonSystem> {
  return { ...(await installPython(python, REQUIREMENTS, cache)), cache };
}

/**
 * Trains the pipeline and fastText, unless an earlier run did.
 * @param data the path of Kaggle's train.tsv
 * @param sha256 the SHA-256 of that file
 * @throws UsageError if training on the file fails
 */
export async function trainPython(
  { python, version, cache }: PythonSystem,
  data: string,
  sha256: string,
): Promise<PythonModels> {
  const train = async (program: string, extension: string): Promise<string> => {
    const sources = [program, 'kaggle.py', 'pipeline.py', 'requirements.txt'];
    const contents = await Promise.all(sources.map((name) => readFile(join(PYTHON_FOLDER, name))));
    const file = join(cache, `model-${hashParts([version, sha256, ...contents])}.${extension}`);
    if (existsSync(file)) return file;
    console.error(`training with ${program}: a minute or two`);
    await mkdir(cache, { recursive: true });
    await runPython(python, [join(PYTHON_FOLDER, program), data, `${file}.part`]).catch((cause) => {
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
  const requirements = await readFile(REQUIREMENTS, 'utf8');
  return requirements.split('\n').flatMap((line) => {
    const [, name, version] = /^([\w-]+)(?:\[\w+\])?==(\S+)$/.exec(line) ?? [];
    return name === undefined ? [] : [`${name} ${version}`];
  });
}
