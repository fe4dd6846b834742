import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { UsageError } from '../program/run-program.ts';

/** The programs that build images, in the order in which they are looked for. */
export const ENGINES = ['podman', 'buildah', 'docker'] as const;
export type Engine = (typeof ENGINES)[number];

/**
 * The first engine that is here and works; docker is one only where its daemon answers.
 * @throws UsageError where there is none
 */
export function findEngine(candidates: readonly Engine[] = ENGINES): Engine {
  const found = candidates.find((name) => spawnSync(name, ['version'], { stdio: 'ignore' }).status === 0);
  if (found !== undefined) return found;
  const names = candidates.join(', ').replace(/, (?!.*,)/, ' or ');
  throw new UsageError(
    `no ${names} here that works; on Debian, "apt-get install buildah podman runc" brings two`,
  );
}

/** Runs an engine, and says on standard error what it runs; its output goes there too. */
export async function runEngine(engine: Engine, args: readonly string[]): Promise<void> {
  console.error(`+ ${[engine, ...args].map(quote).join(' ')}`);
  const [code] = await once(spawn(engine, args, { stdio: ['ignore', 2, 2] }), 'close');
  if (code !== 0) throw new UsageError(`${engine} ended with exit code ${code}; its messages stand above`);
}

/** An argument as a shell takes it. */
function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
