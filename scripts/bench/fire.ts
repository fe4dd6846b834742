import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BODY } from '../servers/server-process.ts';

const AUTOCANNON = fileURLToPath(import.meta.resolve('autocannon'));

/** How long to send requests: for some seconds, or so many. */
type Extent = { duration: number; overallRate?: number } | { amount: number };

/** Sends requests from a process of its own, each connection one after the other. */
export async function fire(url: string, connections: number, extent: Extent) {
  const args = ['--json', '--connections', String(connections), '--method', 'POST'];
  for (const [name, value] of Object.entries(extent)) args.push(`--${name}`, String(value));
  const headers = ['--headers', 'content-type=application/json', '--body', BODY];
  const { stdout } = await promisify(execFile)(process.execPath, [AUTOCANNON, ...args, ...headers, url]);
  const { requests, latency, non2xx, errors } = JSON.parse(stdout);
  return {
    requestsPerSecond: requests.average as number,
    p99Ms: latency.p99 as number,
    numFailed: (non2xx + errors) as number,
  };
}
