import { UsageError } from '../program/run-program.ts';
import type { Kubectl } from './kubectl.ts';
import type { Service, Traffic } from './overlay.ts';

/**
 * Makes the traffic that sends a percentage of the requests to the new revision and the rest to the current one. A
 * service that does not exist yet gets none: its first revision receives everything.
 * @throws UsageError if a service exists but no revision receives requests, because the new one would then receive all
 */
export async function readCanaryTraffic(
  kubectl: Kubectl,
  services: readonly Service[],
  percent: number,
): Promise<Map<string, Traffic[]>> {
  const traffic = new Map<string, Traffic[]>();
  for (const { name, namespace } of services) {
    const resource = ['get', `services.serving.knative.dev/${name}`, '--namespace', namespace];
    const json = await kubectl([...resource, '--ignore-not-found', '--output', 'json']);
    if (json === '') continue;
    const stable = findStable(JSON.parse(json).status?.traffic ?? []);
    if (stable === undefined) {
      throw new UsageError(
        `${name} exists, but none of its revisions receives requests; deploy it without --canary first`,
      );
    }
    traffic.set(name, [
      { revisionName: stable, percent: 100 - percent },
      { latestRevision: true, percent, tag: 'canary' },
    ]);
  }
  return traffic;
}

/** Finds the revision with the most requests; an earlier canary only if it receives all of them. */
function findStable(traffic: readonly Traffic[]): string | undefined {
  const shares = traffic.filter(({ percent = 0 }) => percent > 0).sort((a, b) => b.percent - a.percent);
  return (shares.find(({ tag }) => tag !== 'canary') ?? shares[0])?.revisionName;
}

/** Parses an option's value that is an integer from 0 to 100. @throws UsageError for any other value */
export function readPercent(value: string): number {
  const percent = Number(value);
  if (/^\d+$/.test(value) && percent <= 100) return percent;
  throw new UsageError(`--canary is "${value}"; expected an integer from 0 to 100`);
}
