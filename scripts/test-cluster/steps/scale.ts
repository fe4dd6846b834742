import { hostOf, type Step, seePods } from '../cluster.ts';
import { duringLoad, expectNoneLost } from '../load.ts';

const SERVICE = 'sentiment-http';
/** A load that one pod handles easily. */
const LIGHT = { connections: 4, perSecond: 40 };
/**
 * A concurrency above the target of one pod, 14, and below that of two. The texts are long, so that requests are
 * pending in the pod and not in this process.
 */
const HEAVY = { connections: 20, text: longText(1000) };
/**
 * The time limit for scaling down. A pod is removed two minutes after the last request, and Knative takes some time to
 * decide.
 */
const DOWN_SECONDS = 240;
const UP_SECONDS = 120;

/** The step that scales from zero and back under load, without losing a request. */
export const scale: Step = {
  name: 'scale 0 → 1 → 2 → 1 → 0',
  run: async (cluster) => {
    const { url, say } = cluster;
    const host = await hostOf(cluster, SERVICE);
    say('waiting for no traffic to end the last pod');
    await seePods(cluster, SERVICE, 0, DOWN_SECONDS);
    const first = await duringLoad({ url, host, ...LIGHT }, () => seePods(cluster, SERVICE, 1, UP_SECONDS));
    say('one pod; now more requests than one pod can take');
    const second = await duringLoad({ url, host, ...HEAVY }, () => seePods(cluster, SERVICE, 2, UP_SECONDS));
    say('two pods; now a light load again');
    const third = await duringLoad({ url, host, ...LIGHT }, () => seePods(cluster, SERVICE, 1, DOWN_SECONDS));
    say('one pod; now no requests');
    await seePods(cluster, SERVICE, 0, DOWN_SECONDS);
    return expectNoneLost(first, second, third);
  },
};

/** A text of distinct sentences, because repeated sentences count once. */
function longText(numWords: number): string {
  return Array.from({ length: numWords / 5 }, (_, i) => `Scene ${i} is rather dull. `).join('');
}
