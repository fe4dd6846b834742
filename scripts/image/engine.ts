import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { UsageError } from '../program/run-program.ts';

/** The programs that build images, in order of preference. */
export const ENGINES = ['podman', 'buildah', 'docker'] as const;
/** A program that builds images. */
export type Engine = (typeof ENGINES)[number];

/**
 * Finds the first engine that works; docker works only if its daemon answers.
 * @throws UsageError if there is none
 */
export function findEngine(candidates: readonly Engine[] = ENGINES): Engine {
  const found = candidates.find((name) => spawnSync(name, ['version'], { stdio: 'ignore' }).status === 0);
  if (found !== undefined) return found;
  const names = candidates.join(', ').replace(/, (?!.*,)/, ' or ');
  throw new UsageError(
    `found no ${names} that works; on Debian, "apt-get install buildah podman runc" installs two`,
  );
}

/**
 * Runs an engine. The command and its output go to standard error.
 * @throws UsageError if it fails
 */
export async function runEngine(engine: Engine, args: readonly string[]): Promise<void> {
  console.error(`+ ${[engine, ...args].map(quote).join(' ')}`);
  const [code] = await once(spawn(engine, args, { stdio: ['ignore', 2, 2] }), 'close');
  if (code !== 0) throw new UsageError(`${engine} ended with exit code ${code}; see its messages above`);
}

/** Quotes an argument for a shell. */
function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
