import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BODY, PIN_CLIENT } from '../servers/server-process.ts';

const AUTOCANNON = fileURLToPath(import.meta.resolve('autocannon'));

/** The extent of the load: a duration in seconds, or a number of requests. */
type Extent = { duration: number; overallRate?: number } | { amount: number };

/** The outcome of the requests. */
interface Volley {
  /** The rate of all answers. */
  requestsPerSecond: number;
  /** The rate of successful answers. */
  goodPerSecond: number;
  /** The 99th percentile of the latency of successful answers, in milliseconds. */
  p99Ms: number;
  /** The number of answers with status 503. */
  numRefused: number;
  /** The number of requests without a successful answer, including those with 503. */
  numFailed: number;
}

/**
 * Sends requests from a separate process, on another core than the server's if there is one. Each connection sends one
 * request after the other.
 */
export async function fire(url: string, connections: number, extent: Extent): Promise<Volley> {
  const args = ['--json', '--excludeErrorStats', '--connections', String(connections), '--method', 'POST'];
  for (const [name, value] of Object.entries(extent)) args.push(`--${name}`, String(value));
  args.push('--headers', 'content-type=application/json', '--body', BODY, url);
  const [command, ...rest] = [...PIN_CLIENT, process.execPath, AUTOCANNON, ...args];
  const { stdout } = await promisify(execFile)(command!, rest);
  const { requests, latency, non2xx, errors, duration, statusCodeStats, ...answered } = JSON.parse(stdout);
  return {
    requestsPerSecond: requests.average,
    goodPerSecond: answered['2xx'] / duration,
    p99Ms: latency.p99,
    numRefused: statusCodeStats['503']?.count ?? 0,
    numFailed: non2xx + errors,
  };
}
