import { EVENTS_CHECKS, HTTP_CHECKS, runChecks } from '../../verify/index.ts';
import { hostOf, type Step, StepFailure } from '../cluster.ts';

const TIMEOUT_MS = 60_000;

/** The step that runs the checks of `npm run verify` on both functions. */
export const verifyBoth: Step = {
  name: 'verify',
  run: async (cluster) => {
    const deployments = [
      { service: 'sentiment-http', url: cluster.url, checks: HTTP_CHECKS },
      { service: 'sentiment-events', url: cluster.internalUrl, checks: EVENTS_CHECKS },
    ];
    const failed: string[] = [];
    let numChecks = 0;
    for (const { service, url, checks } of deployments) {
      const deployment = { url, host: await hostOf(cluster, service), timeoutMs: TIMEOUT_MS };
      for await (const { ok, check, seen } of runChecks(deployment, checks)) {
        numChecks++;
        if (!ok) failed.push(`${service} ${check}: ${seen}`);
      }
    }
    if (failed.length > 0)
      throw new StepFailure(`${failed.length} of ${numChecks} checks failed: ${failed.join('; ')}`);
    return `${numChecks} of ${numChecks} checks`;
  },
};
