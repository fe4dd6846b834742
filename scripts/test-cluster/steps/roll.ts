import { type Cluster, getJson, hostOf, patch, type Step, seeUntil, serviceOf } from '../cluster.ts';
import { duringLoad, expectNoneLost } from '../load.ts';

const CONNECTIONS = 20;
const ROLL_SECONDS = 120;
/** The duration of the load after the switch to the new revision, in milliseconds. */
const AFTER_MS = 15_000;

/**
 * Makes a new revision that differs only in an annotation.
 * @param traffic the new traffic; by default all requests go to the new revision
 * @returns the name of the revision, once it is ready
 */
export async function makeRevision(cluster: Cluster, service: string, traffic?: object[]): Promise<string> {
  const before = await getJson(cluster, serviceOf(service));
  const generation = String(before.metadata.generation + 1);
  const annotations = { 'movie-sentiment.dev/test': generation };
  await patch(cluster, serviceOf(service), {
    spec: { template: { metadata: { annotations } }, ...(traffic && { traffic }) },
  });
  let revision = '';
  await seeUntil(cluster, `a new revision of ${service}`, ROLL_SECONDS, async () => {
    const { metadata, status } = await getJson(cluster, serviceOf(service));
    const isReady = isTrue(status, 'Ready') && status.observedGeneration === metadata.generation;
    revision = status.latestReadyRevisionName;
    const isNew = revision !== before.status.latestReadyRevisionName;
    return { isSeen: isReady && isNew, seen: `the latest that is ready is ${revision}` };
  });
  return revision;
}

function isTrue(status: { conditions?: { type: string; status: string }[] }, type: string): boolean {
  return (status.conditions ?? []).some(
    (condition) => condition.type === type && condition.status === 'True',
  );
}

/** The step that replaces a revision under load. */
export const rollRevision: Step = {
  name: 'new revision under load',
  run: async (cluster) => {
    const service = 'sentiment-http';
    const host = await hostOf(cluster, service);
    let revision = '';
    const volume = await duringLoad({ url: cluster.url, host, connections: CONNECTIONS }, async () => {
      await seeUntil(cluster, 'a pod under load', ROLL_SECONDS, async () => {
        const { items } = await getJson(
          cluster,
          'pods',
          '--selector',
          `serving.knative.dev/service=${service}`,
        );
        return { isSeen: items.length > 0, seen: 'none' };
      });
      revision = await makeRevision(cluster, service);
      await cluster.clock.sleep(AFTER_MS);
    });
    return `${expectNoneLost(volume)}; ${revision} took over`;
  },
};
