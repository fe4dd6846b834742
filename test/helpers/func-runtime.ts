import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';

const RUNTIME = createRequire(import.meta.url).resolve('faas-js-runtime/bin/cli.js');

/** The official runtime at work in a process of its own. */
export interface Runtime {
  url: string;
  /** All that it has written so far. */
  log: () => string;
  kill: () => void;
}

/** Runs a built function in the official runtime, as the `npm start` of a function that `func create` makes does. */
export async function startRuntime(folder: string, env: Record<string, string> = {}): Promise<Runtime> {
  const port = await getPort();
  const child = spawn(process.execPath, [RUNTIME, join(folder, 'index.js')], {
    env: { FUNC_PORT: String(port), ...env },
    cwd: folder,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  }
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/health/readiness`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`the runtime ended with ${child.exitCode}: ${log}`);
    await sleep(20);
  }
  return { url, log: () => log, kill: () => child.kill('SIGKILL') };
}
