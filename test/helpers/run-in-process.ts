import { join } from 'node:path';
import { format } from 'node:util';
import { vi } from 'vitest';
import { ROOT } from '../../scripts/program/root.ts';

/** What a program printed, and its exit code. */
export interface ProgramResult {
  stdout: string;
  stderr: string;
  code: number;
}

/** How a program is run. */
interface ProgramOptions {
  /** What its environment has beside that of the tests. */
  env?: Record<string, string>;
}

let numRuns = 0;
/** The run before: the process has but one standard output, so that runs wait for each other. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs one of the programs of scripts/, such as `train.ts`, within the process of the tests: many times as fast as in
 * a process of its own, which `runScript` gives where the process itself is what is tested.
 */
export function runInProcess(
  program: string,
  args: readonly string[],
  { env = {} }: ProgramOptions = {},
): Promise<ProgramResult> {
  const run = last.then(() => importProgram(join(ROOT, 'scripts', program), args, env));
  last = run.catch(() => {});
  return run;
}

async function importProgram(
  path: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<ProgramResult> {
  const result = { stdout: '', stderr: '' };
  /** Set once the program ended itself; what it does from then on does not count. */
  let exitCode: number | undefined;
  const print = (stream: keyof typeof result, text: string): void => {
    if (exitCode === undefined) result[stream] += text;
  };
  const write = (stream: keyof typeof result) => (text: unknown) => {
    print(stream, String(text));
    return true;
  };
  const { argv, exitCode: codeBefore } = process;
  const terminals = [process.stdout, process.stderr].map((stream) => ({ stream, isTTY: stream.isTTY }));
  const listeners = process.stdout.listeners('error');
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...line) => print('stdout', `${format(...line)}\n`)),
    vi.spyOn(console, 'error').mockImplementation((...line) => print('stderr', `${format(...line)}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation(write('stdout')),
    vi.spyOn(process.stderr, 'write').mockImplementation(write('stderr')),
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      exitCode ??= Number(code ?? 0);
      throw new Error('the program ended itself');
    }),
  ];
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  for (const { stream } of terminals) stream.isTTY = false;
  process.argv = [process.execPath, path, ...args];
  process.exitCode = undefined;
  try {
    // By a name of its own each time, so that it runs anew while all that it imports is there already.
    await import(/* @vite-ignore */ `${path}?run=${numRuns++}`);
    return { ...result, code: exitCode ?? Number(process.exitCode ?? 0) };
  } finally {
    process.argv = argv;
    process.exitCode = codeBefore;
    for (const { stream, isTTY } of terminals) stream.isTTY = isTTY;
    for (const listener of process.stdout.listeners('error')) {
      if (!listeners.includes(listener)) process.stdout.off('error', listener as () => void);
    }
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}
