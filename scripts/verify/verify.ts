import { readWebAddress } from '../program/web-address.ts';
import type { Deployment } from './client.ts';
import { CHECK_NAMES, type CheckResult, EVENTS_CHECKS, HTTP_CHECKS, runChecks } from './run-checks.ts';
import type { Check } from './target.ts';

/** Where `npm start` listens, with the same `PORT`. */
export const localUrl = () => `http://localhost:${process.env.PORT || 8080}`;

/** Which deployments are verified, and how. */
export interface VerifyOptions {
  /** Where the function `http` is, that of `npm start` where neither is named; a user's name and password in it are sent as curl sends them. */
  url?: string;
  /** The host to ask it for. */
  host?: string;
  /** Where the function `events` is. */
  eventsUrl?: string;
  /** The host to ask that one for. */
  eventsHost?: string;
  /** What every request has beside its own. */
  header: Record<string, string>;
  /** How long to wait for an answer, in seconds. */
  timeout: number;
  /** The names of checks that are not made. */
  skip: string[];
  /** Whether JSON is printed in place of a table. */
  json: boolean;
}

/**
 * Makes all checks and prints what came of each; the exit code is 1 where one failed.
 * @throws UsageError where nothing answers
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
