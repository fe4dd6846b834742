import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PIN_CLIENT } from '../../servers/server-process.ts';
import type { Job, Outcome } from './offer.ts';

const PROGRAM = fileURLToPath(new URL('offer.ts', import.meta.url));

/** Sends traffic from a separate process, on another core than the server's if there is one. */
export async function offerLoad(job: Job): Promise<Outcome> {
  const [command, ...args] = [...PIN_CLIENT, process.execPath, PROGRAM, JSON.stringify(job)];
  const { stdout } = await promisify(execFile)(command!, args);
  return JSON.parse(stdout);
}
