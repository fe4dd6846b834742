import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { build, type FunctionName } from '../../scripts/bundle/build-function.ts';

const scratch = await mkdtemp(join(inject('scratch'), 'built-'));
const builds = new Map<FunctionName, ReturnType<typeof build>>();

/** A function with the linear model, built once for all tests of a worker, which must leave it as it is. */
export function built(name: FunctionName): ReturnType<typeof build> {
  const started = builds.get(name) ?? build({ model: 'linear', name, folder: join(scratch, name) });
  builds.set(name, started);
  return started;
}
