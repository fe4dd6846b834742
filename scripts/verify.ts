// npm run verify -- --url http://localhost:8080
// Sends a deployment some thirty requests, which must be answered as the contract says. It takes a second or so, with
// a cold start before it.
import { Command, Option } from 'commander';
import { runProgram, UsageError } from './program/run-program.ts';
import type { Place } from './verify/client.ts';
import { CHECK_NAMES, EVENTS_CHECKS, HTTP_CHECKS, type Outcome, runChecks } from './verify/run-checks.ts';
import type { Check } from './verify/target.ts';

interface Options {
  url?: string;
  host?: string;
  eventsUrl?: string;
  eventsHost?: string;
  header: Record<string, string>;
  timeout: number;
  skip: string[];
  json: boolean;
}

async function verify(options: Options): Promise<void> {
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

function readPlaces({ url, host, eventsUrl, eventsHost, header: headers, timeout }: Options) {
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

/** Adds a header to those of the options before. The message does not repeat it: it may hold a token. */
function readHeader(value: string, headers: Record<string, string>): Record<string, string> {
  const { name, text } = /^(?<name>[\w-]+):\s*(?<text>[\x20-\x7e]+)$/.exec(value)?.groups ?? {};
  if (name !== undefined && text !== undefined) return { ...headers, [name.toLowerCase()]: text };
  throw new UsageError('--header is no header; expected one such as "Authorization: Bearer TOKEN"');
}

function readTimeout(value: string): number {
  const seconds = Number(value);
  if (seconds > 0 && seconds <= 600) return seconds;
  throw new UsageError(`--timeout is "${value}"; expected seconds, above 0 and up to 600`);
}

const program = new Command('npm run verify --')
  .description('Check that a deployment keeps the contract. The exit code is 1 if it does not.')
  .option('--url <url>', 'a deployment of the function "http"')
  .option('--host <name>', 'the host to ask it for, where the URL is that of a gateway such as Kourier')
  .option('--events-url <url>', 'a deployment of the function "events"')
  .option('--events-host <name>', 'the host to ask that one for')
  .addOption(
    new Option(
      '--header <header>',
      'for every request, such as "Authorization: Bearer TOKEN"; as often as needed',
    )
      .argParser(readHeader)
      .default({}, 'none'),
  )
  .option('--timeout <seconds>', 'how long to wait for an answer, a cold start too', readTimeout, 30)
  .addOption(new Option('--skip <check...>', 'what not to check').choices(CHECK_NAMES).default([], 'nothing'))
  .option('--json', 'print JSON in place of a table', false)
  .action(verify);

await runProgram(() => program.parseAsync());
