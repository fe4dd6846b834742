import { ABOUT_CHECKS } from './about-checks.ts';
import type { Deployment } from './client.ts';
import { EVENT_CHECKS } from './event-checks.ts';
import { EVENT_PROBLEM_CHECKS, TEXT_PROBLEM_CHECKS } from './problem-checks.ts';
import { type Check, openTarget } from './target.ts';
import { TEXT_CHECKS } from './text-checks.ts';

/** What a deployment of `http` must do: texts, and events too. */
export const HTTP_CHECKS: readonly Check[] = [
  ...ABOUT_CHECKS,
  ...TEXT_CHECKS,
  ...EVENT_CHECKS,
  ...TEXT_PROBLEM_CHECKS,
];
/** What a deployment of `events` must do. */
export const EVENTS_CHECKS: readonly Check[] = [...ABOUT_CHECKS, ...EVENT_CHECKS, ...EVENT_PROBLEM_CHECKS];
/** The names of all checks. */
export const CHECK_NAMES: readonly string[] = [
  ...new Set([...HTTP_CHECKS, ...EVENTS_CHECKS].map(({ name }) => name)),
];

/** What came of a check. */
export interface CheckResult {
  /** Which deployment. */
  url: string;
  check: string;
  ok: boolean;
  ms: number;
  /** What was seen or, unless `ok`, what was wrong. */
  seen: string;
}

/**
 * Makes each check, one after the other.
 * @throws UsageError when nothing answers at all
 */
export async function* runChecks(
  deployment: Deployment,
  checks: readonly Check[],
): AsyncGenerator<CheckResult> {
  const target = openTarget(deployment);
  await target.send('GET', '/health/readiness'); // a cold start comes before what is measured
  for (const { name, run } of checks) {
    const start = performance.now();
    const [ok, seen] = await run(target).then(
      (seen) => [true, seen] as const,
      (error: Error) => [false, error.message] as const,
    );
    yield { url: deployment.url, check: name, ok, ms: Math.round(performance.now() - start), seen };
  }
}
