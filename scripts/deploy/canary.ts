import type { Kubectl } from './kubectl.ts';
import type { Service, Traffic } from './overlay.ts';

/**
 * The traffic that leaves all but some percent of the requests where they go now. A service that is not there yet has
 * none: its first revision gets everything.
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
    const stable = json === '' ? undefined : findStable(JSON.parse(json).status?.traffic ?? []);
    if (stable === undefined) continue;
    traffic.set(name, [
      { revisionName: stable, percent: 100 - percent },
      { latestRevision: true, percent, tag: 'canary' },
    ]);
  }
  return traffic;
}

/** The revision that most requests go to. An earlier canary is none, whatever its share. */
function findStable(traffic: readonly Traffic[]): string | undefined {
  const shares = traffic.filter(({ tag, percent = 0 }) => tag !== 'canary' && percent > 0);
  return shares.sort((a, b) => b.percent - a.percent)[0]?.revisionName;
}
