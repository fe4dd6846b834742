import { execFile, spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The interpreter whose packages are those of `requirements.txt`. */
export const PYTHON = process.env.PYTHON ? resolve(process.env.PYTHON) : 'python3';

/** A program that is installed beside that interpreter. */
export const besidePython = (name: string): string =>
  PYTHON.includes('/') ? join(dirname(PYTHON), name) : name;

/** Whether a command runs to its end without an error; where it does not, the skip of what needs it is told. */
export function isThere(what: string, command: string, ...args: string[]): boolean {
  const isRun = spawnSync(command, args).status === 0;
  if (!isRun) console.log(`SKIPPED: ${what}: "${[command, ...args].join(' ')}" does not run here`);
  return isRun;
}

/**
 * Runs a command, and gives what it printed.
 * @throws Error, by rejecting, with all that it printed where it fails
 */
export async function run(command: string, args: readonly string[], cwd?: string, env = {}): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  try {
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}
