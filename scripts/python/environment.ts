import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hashParts } from './hash-parts.ts';

/** The minor version of the oldest Python 3 on which the pinned packages run. */
const OLDEST_MINOR = 11;

/**
 * The error thrown if programs in Python cannot run: Python is missing or too old, or the packages cannot be installed.
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
}

/**
 * Creates a virtual environment and installs the pinned packages, unless an earlier run did.
 * @param python the Python program to use
 * @param requirements the file of the pinned packages
 * @param cache the folder that keeps the environment between runs
 * @throws NoPythonError if that is not possible
 */
export async function installPython(
  python: string,
  requirements: string,
  cache: string,
): Promise<PythonEnvironment> {
  const version = await runPython(python, ['--version']).catch((cause) => {
    throw new NoPythonError(`there is no ${python}`, { cause });
  });
  const [major = 0, minor = 0] = /\d+\.\d+/.exec(version)?.[0].split('.').map(Number) ?? [];
  if (major !== 3 || minor < OLDEST_MINOR) {
    throw new NoPythonError(`${python} is ${version}; expected Python 3.${OLDEST_MINOR} or newer`);
  }
  const folder = join(cache, `packages-${hashParts([version, await readFile(requirements)])}`);
  const own = join(folder, 'bin/python');
  const mark = join(folder, 'complete');
  if (!existsSync(mark)) {
    console.error(`installing the packages of ${requirements}`);
    await rm(folder, { recursive: true, force: true });
    await runPython(python, ['-m', 'venv', folder]).catch((cause) => {
      const advice = 'on Debian and Ubuntu, install python3-venv';
      throw new NoPythonError(`${python} makes no virtual environment (${advice})`, { cause });
    });
    await runPython(own, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]).catch(
      (cause) => {
        throw new NoPythonError(`pip cannot install ${requirements}: ${lastLine(cause.stderr)}`, { cause });
      },
    );
    await writeFile(mark, '');
  }
  return { python: own, version };
}

/** Runs a program and returns its output. @throws Error with its `stderr`, if it fails */
export async function runPython(python: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(python, args);
  return stdout.trim();
}

/** The last line of what a program printed: of an error in Python, its message. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!;
}
