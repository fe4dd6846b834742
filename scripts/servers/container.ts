import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { isAnswering } from './server-process.ts';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 40_000;

/** The options of podman that remove every privilege that a function does not need. */
const LOCKED_DOWN: readonly string[] = [
  ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  // The defaults exceed the limits of a container in a container.
  ...['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'],
];
/** The options for a read-only file system, including /tmp. */
const READ_ONLY: readonly string[] = ['--read-only', '--read-only-tmpfs=false'];

/** A running container. */
export interface Container {
  id: string;
  /** The URL of its port 8080. */
  url: string;
  /** The process id of its first process on the host. */
  pid: number;
  /** The time from the call of podman to the first correct answer. */
  startMs: number;
}

/** Runs podman. @returns its trimmed standard output */
export async function podman(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('podman', args, { maxBuffer: 2 ** 28 });
  return stdout.trim();
}

/** The options of a container. */
interface ContainerOptions {
  /** The user id, optionally with a group id after a colon. */
  user?: string;
  /** Whether its file system is writable. */
  isWritable?: boolean;
  /** Its memory limit in podman's notation, without swap. */
  memory?: string;
  /** Its share of CPUs. */
  cpus?: number;
  /** Checks for a correct answer; by default, whether a review gets a sentiment. */
  isReady?: (url: string) => Promise<boolean>;
}

/**
 * Runs an image without privileges, by default with 192 MB and one CPU, and waits for its first correct answer.
 * @throws Error if there is none in time
 */
export async function startContainer(
  image: string,
  {
    user = '65532',
    isWritable = false,
    memory = '192m',
    cpus = 1,
    isReady = isAnswering,
  }: ContainerOptions = {},
): Promise<Container> {
  const port = await getPort();
  const url = `http://127.0.0.1:${port}/`;
  const start = performance.now();
  const limits = ['--memory', memory, '--memory-swap', memory, '--cpus', String(cpus)];
  const options = [...LOCKED_DOWN, ...limits, ...(isWritable ? [] : READ_ONLY)];
  options.push('--user', user, '--env', 'PORT=8080');
  const id = await podman('run', '--detach', ...options, '--publish', `127.0.0.1:${port}:8080`, image);
  while (!(await isReady(url))) {
    if (performance.now() - start > START_LIMIT_MS) {
      const log = await podman('logs', id);
      await removeContainer(id);
      throw new Error(`${image} gave no correct answer within ${START_LIMIT_MS} ms: ${log}`);
    }
    await sleep(1);
  }
  const startMs = performance.now() - start;
  return { id, url, pid: Number(await podman('inspect', '--format', '{{.State.Pid}}', id)), startMs };
}

/**
 * Sends SIGTERM to a container's first process, and waits until it has ended.
 * @returns the exit code and the time it took, in milliseconds
 * @throws Error if it does not end in time
 */
export async function stopContainer({ id, pid }: Container): Promise<{ exitCode: number; stopMs: number }> {
  const start = performance.now();
  process.kill(pid, 'SIGTERM');
  while (await isRunning(pid)) {
    if (performance.now() - start > STOP_LIMIT_MS)
      throw new Error(`still running ${STOP_LIMIT_MS} ms after SIGTERM`);
    await sleep(5);
  }
  const stopMs = performance.now() - start;
  return { exitCode: Number(await podman('wait', id)), stopMs };
}

/** Stops and removes a container in any state. */
export async function removeContainer(id: string): Promise<void> {
  await podman('rm', '--force', '--time', '0', id);
}

/** Whether a process is running; one that has ended stays a zombie until its parent collects the exit status. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}
