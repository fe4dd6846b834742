import { readWebAddress } from '../program/web-address.ts';
import type { Deployment } from './client.ts';
import { CHECK_NAMES, type CheckResult, EVENTS_CHECKS, HTTP_CHECKS, runChecks } from './run-checks.ts';
import type { Check } from './target.ts';

/** The address of `npm start`, with the same `PORT`. */
export const localUrl = () => `http://localhost:${process.env.PORT || 8080}`;

/** The options of a verification. */
export interface VerifyOptions {
  /**
   * The URL of the function `http`; by default that of `npm start`, unless `eventsUrl` is given. A user name and
   * password in it are sent as curl sends them.
   */
  url?: string;
  /** The `Host` header for `url`. */
  host?: string;
  /** The URL of the function `events`. */
  eventsUrl?: string;
  /** The `Host` header for `eventsUrl`. */
  eventsHost?: string;
  /** Additional headers of every request. */
  header: Record<string, string>;
  /** The time limit for an answer, in seconds. */
  timeout: number;
  /** The names of checks to skip. */
  skip: string[];
  /** Whether to print JSON in place of a table. */
  json: boolean;
}

/**
 * Runs all checks and prints the results; the exit code is 1 if one failed.
 * @throws UsageError if a deployment does not answer
 */
export async function verify(options: VerifyOptions): Promise<void> {
  const results: CheckResult[] = [];
  for (const { deployment, checks } of readDeployments(options)) {
    if (!options.json)
      console.log(deployment.host === undefined ? deployment.url : `${deployment.url} as ${deployment.host}`);
    const left = checks.filter(({ name }) => !options.skip.includes(name));
    for await (const result of runChecks(deployment, left)) {
      results.push(result);
      if (!options.json) console.log(toRow(result));
    }
  }
  const numFailed = results.filter(({ ok }) => !ok).length;
  if (options.json) console.log(JSON.stringify(results, undefined, 2));
  else console.log(`${results.length} checks, ${numFailed === 0 ? 'all ok' : `${numFailed} failed`}`);
  if (numFailed > 0) process.exitCode = 1;
}

function readDeployments({ url, host, eventsUrl, eventsHost, header, timeout }: VerifyOptions) {
  const deployments: { deployment: Deployment; checks: readonly Check[] }[] = [];
  const add = (address: string, host: string | undefined, checks: readonly Check[]): void => {
    const { url, headers } = readWebAddress(address);
    const deployment = { url, host, headers: { ...headers, ...header }, timeoutMs: timeout * 1000 };
    deployments.push({ deployment, checks });
  };
  if (url !== undefined || eventsUrl === undefined) add(url ?? localUrl(), host, HTTP_CHECKS);
  if (eventsUrl !== undefined) add(eventsUrl, eventsHost, EVENTS_CHECKS);
  return deployments;
}

function toRow({ check, ok, ms, seen }: CheckResult): string {
  const width = Math.max(...CHECK_NAMES.map((name) => name.length));
  return `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(width)}  ${`${ms} ms`.padStart(8)}  ${seen}`;
}
