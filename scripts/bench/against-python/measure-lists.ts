import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SMALL_KINDS } from '../../../classifier/src/index.ts';
import { PIN } from '../../servers/server-process.ts';
import { PYTHON_FOLDER } from './python-system.ts';
import type { Sample } from './samples.ts';

const PROGRAM = fileURLToPath(new URL('classify-texts.ts', import.meta.url));
const PYTHON_CLASSIFIERS = ['scikit-learn', 'fastText', 'VADER'];

/** The baseline of the ratios for lists. */
export const LIST_BASELINE = 'scikit-learn';

interface ListOptions {
  /** The path of the Python that has the packages. */
  python: string;
  /** Additional environment variables of Python. */
  env: Readonly<Record<string, string>>;
  /** A file with a JSON array of texts. */
  texts: string;
  /** The time for which each list is classified repeatedly, in seconds. */
  seconds: number;
  rounds: number;
}

/** Measures texts per second in process. The contenders take turns, each in its own process on one core. */
export async function measureLists({ python, env, texts, seconds, rounds }: ListOptions): Promise<Sample[]> {
  const rest = [texts, String(seconds)];
  const commands = [
    ...SMALL_KINDS.map((kind) => ({ name: kind, command: [process.execPath, PROGRAM, kind, ...rest] })),
    ...PYTHON_CLASSIFIERS.map((name) => ({
      name,
      command: [python, join(PYTHON_FOLDER, 'batch.py'), name, ...rest],
    })),
  ];
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round++) {
    console.error(`lists: round ${round} of ${rounds}`);
    for (const { name, command } of commands) {
      const [program, ...args] = [...PIN, ...command];
      const { stdout } = await promisify(execFile)(program!, args, { env: { ...process.env, ...env } });
      samples.push({ what: 'texts/s', contender: name, value: Number(stdout) });
    }
  }
  return samples;
}
