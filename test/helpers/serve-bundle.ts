import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { NODE_FLAGS } from '../../scripts/bundle/build-function.ts';

/** A built function at work in a process of its own. */
export interface Served {
  child: ChildProcess;
  port: number;
  /** All lines of the log so far. */
  log: () => string;
  /** All that it wrote to standard error so far. */
  errors: () => string;
  /** The exit code, once the process has ended. */
  exit: Promise<number | null>;
}

const children = new Set<ChildProcess>();

/** Ends every process started here that still runs. */
export function killAll(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** Runs a built function as its image does, in this environment and no other. */
export function runBundle(folder: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [...NODE_FLAGS, join(folder, 'index.js')], { env, cwd: '/' });
  children.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, exit };
}

/** Runs a built function on a free port, and waits until it listens. */
export async function serveBundle(folder: string, env: Record<string, string> = {}): Promise<Served> {
  const { child, output, exit } = runBundle(folder, { PORT: '0', ...env });
  let port: string | undefined;
  while (port === undefined) {
    const ended = await Promise.race([once(child.stdout, 'data'), exit]);
    if (typeof ended === 'number') throw new Error(`the function ended with ${ended}: ${output.stderr}`);
    port = /listens at .*:(\d+)"/.exec(output.stdout)?.[1];
  }
  return { child, port: Number(port), log: () => output.stdout, errors: () => output.stderr, exit };
}
