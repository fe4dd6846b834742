import {
  askOnce,
  type Cluster,
  getJson,
  hostOf,
  open,
  patch,
  type Step,
  StepFailure,
  seeUntil,
  serviceOf,
} from '../cluster.ts';
import { duringLoad, expectNoneLost } from '../load.ts';
import { makeRevision } from './roll.ts';

const CONNECTIONS = 10;
const MOVE_SECONDS = 60;
/** The duration of the load with each share, in milliseconds. */
const STAY_MS = 5_000;
const SHARES = [10, 50, 100];

/** The step that deploys a canary, first without requests, then with a growing share. */
export const moveCanary: Step = {
  name: 'canary',
  run: async (cluster) => {
    const service = 'sentiment-http';
    const host = await hostOf(cluster, service);
    const { status } = await getJson(cluster, serviceOf(service));
    const stable: string = status.latestReadyRevisionName;
    let canary = '';
    const volume = await duringLoad({ url: cluster.url, host, connections: CONNECTIONS }, async () => {
      canary = await makeRevision(cluster, service, trafficOf(stable, 0));
      await askOnce(open(cluster, await hostOf(cluster, service, 'canary')));
      for (const percent of SHARES) {
        await patch(cluster, serviceOf(service), { spec: { traffic: trafficOf(stable, percent) } });
        await seeShare(cluster, service, canary, percent);
        await cluster.clock.sleep(STAY_MS);
      }
    });
    if (canary === stable) throw new StepFailure(`${canary} is not a new revision`);
    return `${expectNoneLost(volume)}; 0, ${SHARES.join(', ')} % to ${canary}`;
  },
};

function trafficOf(stable: string, percent: number) {
  return [
    { revisionName: stable, percent: 100 - percent },
    { latestRevision: true, percent, tag: 'canary' },
  ];
}

function seeShare(cluster: Cluster, service: string, canary: string, percent: number): Promise<void> {
  return seeUntil(cluster, `${percent} % to ${canary}`, MOVE_SECONDS, async () => {
    const { metadata, status } = await getJson(cluster, serviceOf(service));
    const shares: { revisionName: string; percent?: number }[] = status.traffic ?? [];
    const share = shares.find(({ revisionName }) => revisionName === canary)?.percent ?? 0;
    const isReady = (status.conditions as { type: string; status: string }[]).every(
      ({ status }) => status === 'True',
    );
    const isSeen = share === percent && isReady && metadata.generation === status.observedGeneration;
    return { isSeen, seen: `${share} %` };
  });
}
