import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { isAnswering } from './server-process.ts';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 40_000;

/** How a function's image is run: with nothing that it does not need. */
const LOCKED_DOWN: readonly string[] = [
  ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  // The defaults are more than a container within a container may set.
  ...['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'],
];
/** Nowhere to write, not even below /tmp. */
const READ_ONLY: readonly string[] = ['--read-only', '--read-only-tmpfs=false'];

/** A running container. */
export interface Container {
  id: string;
  /** Where its port 8080 is reached. */
  url: string;
  /** Its first process, as the host numbers it. */
  pid: number;
  /** From the call of podman to the first correct answer. */
  startMs: number;
}

/** Runs podman. @returns its standard output, trimmed */
export async function podman(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('podman', args, { maxBuffer: 2 ** 28 });
  return stdout.trim();
}

/** How a container is run. */
interface ContainerOptions {
  /** A user id, and a group id after a colon. */
  user?: string;
  /** Whether it may write to its file system. */
  isWritable?: boolean;
  /** Its memory, as podman writes it; what it may not swap out. */
  memory?: string;
  /** How much of a CPU it gets. */
  cpus?: number;
  /** Whether it answers as it should; by itself, whether a review gets a sentiment. */
  isReady?: (url: string) => Promise<boolean>;
}

/** Runs an image locked down, by itself with 192 MB and one CPU, and waits for its first correct answer. */
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
 * @returns how it ended and how long that took
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

/** Ends and removes a container, in whatever state it is. */
export async function removeContainer(id: string): Promise<void> {
  await podman('rm', '--force', '--time', '0', id);
}

/** Whether a process is there and has not ended; one that has is a zombie until its parent asks how. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}
