import { UsageError } from '../program/run-program.ts';
import type { Place } from './client.ts';
import { CHECK_NAMES, EVENTS_CHECKS, HTTP_CHECKS, type Outcome, runChecks } from './run-checks.ts';
import type { Check } from './target.ts';

/** Which deployments are verified, and how. */
export interface VerifyOptions {
  /** Where the function `http` is. */
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
  const outcomes: Outcome[] = [];
  for (const { place, checks } of readPlaces(options)) {
    if (!options.json) console.log(place.host === undefined ? place.url : `${place.url} as ${place.host}`);
    const left = checks.filter(({ name }) => !options.skip.includes(name));
    for await (const outcome of runChecks(place, left)) {
      outcomes.push(outcome);
      if (!options.json) console.log(toRow(outcome));
    }
  }
  const numFailed = outcomes.filter(({ ok }) => !ok).length;
  if (options.json) console.log(JSON.stringify(outcomes, undefined, 2));
  else console.log(`${outcomes.length} checks, ${numFailed === 0 ? 'all ok' : `${numFailed} failed`}`);
  if (numFailed > 0) process.exitCode = 1;
}

function readPlaces({ url, host, eventsUrl, eventsHost, header: headers, timeout }: VerifyOptions) {
  const timeoutMs = timeout * 1000;
  const places: { place: Place; checks: readonly Check[] }[] = [];
  if (url !== undefined) places.push({ place: { url, host, headers, timeoutMs }, checks: HTTP_CHECKS });
  if (eventsUrl !== undefined) {
    places.push({ place: { url: eventsUrl, host: eventsHost, headers, timeoutMs }, checks: EVENTS_CHECKS });
  }
  if (places.length > 0) return places;
  throw new UsageError('nothing to verify; expected --url URL, --events-url URL or both');
}

function toRow({ check, ok, ms, seen }: Outcome): string {
  const width = Math.max(...CHECK_NAMES.map((name) => name.length));
  return `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(width)}  ${`${ms} ms`.padStart(8)}  ${seen}`;
}
