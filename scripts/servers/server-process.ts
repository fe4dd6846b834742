import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { availableParallelism } from 'node:os';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';

/** The body of all requests: a sentence of 20 tokens. */
export const BODY = JSON.stringify({
  mytext: 'A lovely film with fine performances, though the story is not as funny or moving as it could be.',
});

/** The longest time until a server answers; PyTorch alone takes half a minute on a busy machine. */
const START_LIMIT_MS = 120_000;

/** The command that pins a program to one core; empty if there is none. */
export const PIN: readonly string[] =
  spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];

/** The command that keeps a client off the server's core; empty if there is no other core. */
export const PIN_CLIENT: readonly string[] =
  PIN.length > 0 && availableParallelism() > 1 ? ['taskset', '-c', `1-${availableParallelism() - 1}`] : [];

/** A server in a separate process. */
export interface ServerProcess {
  child: ChildProcess;
  url: string;
  /** The time from the start of the process to its first correct answer. */
  startMs: number;
}

/** The options of a server. */
interface ServerOptions {
  /** The command that pins it to cores; one core by default. */
  pin?: readonly string[];
  /** Environment variables in addition to those of this process. */
  env?: Record<string, string>;
}

/**
 * Starts a server on a free port, and waits for its first correct answer.
 * @param script a program that listens on PORT
 * @param nodeOptions the options of Node.js
 */
export function startServer(
  script: string,
  nodeOptions: readonly string[] = [],
  options?: ServerOptions,
): Promise<ServerProcess> {
  return startCommand(() => [process.execPath, ...nodeOptions, script], options);
}

/**
 * Starts a server in any language, as `startServer` does.
 * @param commandFor returns the program and its arguments for a port, which is also in PORT
 * @throws Error if there is no correct answer in time
 */
export async function startCommand(
  commandFor: (port: number) => readonly string[],
  { pin = PIN, env = {} }: ServerOptions = {},
): Promise<ServerProcess> {
  const port = await getPort();
  const program = commandFor(port);
  const [command, ...args] = [...pin, ...program];
  const start = performance.now();
  const child = spawn(command!, args, {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const url = `http://127.0.0.1:${port}/`;
  while (!(await isAnswering(url))) {
    if (child.exitCode !== null || performance.now() - start > START_LIMIT_MS) {
      child.kill('SIGKILL');
      throw new Error(
        `${program.join(' ')} gave no correct answer within ${START_LIMIT_MS} ms, or ended early`,
      );
    }
    await sleep(1);
  }
  return { child, url, startMs: performance.now() - start };
}

/** Starts a server as `startServer` does, runs `work`, and stops the server. @returns the result of the work */
export async function whileServing<Result>(
  script: string,
  nodeOptions: readonly string[],
  run: (server: ServerProcess) => Promise<Result>,
  options?: ServerOptions,
): Promise<Result> {
  const server = await startServer(script, nodeOptions, options);
  try {
    const result = await run(server);
    await stopServer(server);
    return result;
  } finally {
    server.child.kill('SIGKILL'); // no effect on a server that has ended
  }
}

/** Asks a server to stop, and waits until it has. */
export async function stopServer({ child }: ServerProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** Whether a server answers a post with 200 and a sentiment. */
export async function isAnswering(url: string): Promise<boolean> {
  const post = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json' },
  });
  post.end(BODY);
  try {
    const [response] = await once(post, 'response');
    return response.statusCode === 200 && 'sentiment' in JSON.parse(await readAll(response));
  } catch (error) {
    // A container's port is open before the server listens.
    if (['ECONNREFUSED', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
