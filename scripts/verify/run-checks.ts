import { ABOUT_CHECKS } from './about-checks.ts';
import type { Deployment } from './client.ts';
import { EVENT_CHECKS } from './event-checks.ts';
import { EVENT_PROBLEM_CHECKS, TEXT_PROBLEM_CHECKS } from './problem-checks.ts';
import { type Check, openTarget } from './target.ts';
import { TEXT_CHECKS } from './text-checks.ts';

/** The checks for a deployment of `http`, which accepts texts and events. */
export const HTTP_CHECKS: readonly Check[] = [
  ...ABOUT_CHECKS,
  ...TEXT_CHECKS,
  ...EVENT_CHECKS,
  ...TEXT_PROBLEM_CHECKS,
];
/** The checks for a deployment of `events`. */
export const EVENTS_CHECKS: readonly Check[] = [...ABOUT_CHECKS, ...EVENT_CHECKS, ...EVENT_PROBLEM_CHECKS];
/** The names of all checks. */
export const CHECK_NAMES: readonly string[] = [
  ...new Set([...HTTP_CHECKS, ...EVENTS_CHECKS].map(({ name }) => name)),
];

/** The result of a check. */
export interface CheckResult {
  /** The URL of the deployment. */
  url: string;
  check: string;
  ok: boolean;
  ms: number;
  /** The summary of the check, or the problem unless `ok`. */
  seen: string;
}

/**
 * Runs the checks in order.
 * @throws UsageError if the deployment does not answer at all
 */
export async function* runChecks(
  deployment: Deployment,
  checks: readonly Check[],
): AsyncGenerator<CheckResult> {
  const target = openTarget(deployment);
  await target.send('GET', '/health/readiness'); // do not measure the cold start
  for (const { name, run } of checks) {
    const start = performance.now();
    const [ok, seen] = await run(target).then(
      (seen) => [true, seen] as const,
      (error: Error) => [false, error.message] as const,
    );
    yield { url: deployment.url, check: name, ok, ms: Math.round(performance.now() - start), seen };
  }
}
