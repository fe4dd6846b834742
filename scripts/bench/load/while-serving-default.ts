import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, NODE_FLAGS } from '../../bundle/index.ts';
import { DEFAULT_MODEL } from '../../program/model-option.ts';
import { type ServerProcess, whileServing } from '../../servers/server-process.ts';

/** Builds the function `http` with the default model and serves it on one core while `work` runs. */
export async function whileServingDefault<Result>(
  run: (server: ServerProcess) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-http-'));
  try {
    await build({ model: DEFAULT_MODEL, folder: join(folder, 'http') });
    return await whileServing(join(folder, 'http/index.js'), NODE_FLAGS, run);
  } finally {
    await rm(folder, { recursive: true });
  }
}
