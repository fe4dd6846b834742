import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { type Recorded, standIns } from './fake-commands.ts';

const CLUSTER = join(import.meta.dirname, '../../knative/cluster');

/** What each stand-in answers. */
export type Answers = Readonly<
  Partial<Record<'aws' | 'docker' | 'eksctl' | 'kind' | 'kubectl' | 'npm' | 'podman', readonly Recorded[]>>
>;

/**
 * Runs a script of knative/cluster, or of a folder beside it, with stand-ins in place of all that reaches a cluster.
 * @returns what it printed, its exit code, and the commands that the stand-ins got
 */
export async function runStep(
  script: string,
  answers: Answers,
  args: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = {},
) {
  const { path, readLog } = await standIns(answers as Record<string, readonly Recorded[]>);
  const child = spawn('/bin/bash', [join(CLUSTER, script), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 10_000,
    env: { ...env, PATH: path },
  });
  child.stdin.on('error', () => {}); // most read nothing
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    readText(child.stdout),
    readText(child.stderr),
    once(child, 'close'),
  ]);
  const log = (await readLog()).map((line) => line.replaceAll(`${CLUSTER}/`, ''));
  return { stdout, stderr, code: code as number | null, log };
}
