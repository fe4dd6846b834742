import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BODY, PIN_CLIENT } from '../servers/server-process.ts';

const AUTOCANNON = fileURLToPath(import.meta.resolve('autocannon'));

/** How long to send requests: for some seconds, or so many. */
type Extent = { duration: number; overallRate?: number } | { amount: number };

/** What came of the requests. */
interface Volley {
  /** Answered in any way. */
  requestsPerSecond: number;
  /** Answered with success. */
  goodPerSecond: number;
  /** Of what was answered with success. */
  p99Ms: number;
  /** Answered with 503. */
  numRefused: number;
  /** Not answered with success, those with 503 too. */
  numFailed: number;
}

/**
 * Sends requests from a process of its own, on another core than the server's where there is one, each connection one
 * after the other.
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
