import { UsageError } from '../program/run-program.ts';
import type { Kubectl } from './kubectl.ts';
import type { Service, Traffic } from './overlay.ts';

/**
 * The traffic that leaves all but some percent of the requests where they go now. A service that is not there yet has
 * none: its first revision gets everything.
 * @throws UsageError where a service is there and no revision gets its requests: left alone, the new one would get all
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
        `${name} is there, but none of its revisions gets requests; deploy it without --canary first`,
      );
    }
    traffic.set(name, [
      { revisionName: stable, percent: 100 - percent },
      { latestRevision: true, percent, tag: 'canary' },
    ]);
  }
  return traffic;
}

/** The revision that most requests go to; an earlier canary only where it gets all of them. */
function findStable(traffic: readonly Traffic[]): string | undefined {
  const shares = traffic.filter(({ percent = 0 }) => percent > 0).sort((a, b) => b.percent - a.percent);
  return (shares.find(({ tag }) => tag !== 'canary') ?? shares[0])?.revisionName;
}

/** An integer from 0 to 100, as an option's value. */
export function readPercent(value: string): number {
  const percent = Number(value);
  if (/^\d+$/.test(value) && percent <= 100) return percent;
  throw new UsageError(`--canary is "${value}"; expected an integer from 0 to 100`);
}
