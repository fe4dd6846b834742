import { hostOf, type Step, seePods } from '../cluster.ts';
import { duringLoad, expectNoneLost } from '../load.ts';

const SERVICE = 'sentiment-http';
/** As fast as one pod does with ease. */
const LIGHT = { connections: 4, perSecond: 40 };
/**
 * More at once than one pod takes by its target, 14, and no more than two do. The texts are long, so that requests are
 * under way in the pod, and not in this process.
 */
const HEAVY = { connections: 20, text: longText(1000) };
/** A pod goes two minutes after the last request; Knative looks every two seconds, and waits for what it decided. */
const DOWN_SECONDS = 240;
const UP_SECONDS = 120;

/** Pods come and go with the traffic, and no request is lost by it. */
export const scale: Step = {
  name: 'scale 0 → 1 → 2 → 1 → 0',
  run: async (cluster) => {
    const { url, say } = cluster;
    const host = await hostOf(cluster, SERVICE);
    say('waiting for no traffic to end the last pod');
    await seePods(cluster, SERVICE, 0, DOWN_SECONDS);
    const first = await duringLoad({ url, host, ...LIGHT }, () => seePods(cluster, SERVICE, 1, UP_SECONDS));
    say('one pod; now more than one takes');
    const second = await duringLoad({ url, host, ...HEAVY }, () => seePods(cluster, SERVICE, 2, UP_SECONDS));
    say('two pods; now little again');
    const third = await duringLoad({ url, host, ...LIGHT }, () => seePods(cluster, SERVICE, 1, DOWN_SECONDS));
    say('one pod; now nothing');
    await seePods(cluster, SERVICE, 0, DOWN_SECONDS);
    return expectNoneLost(first, second, third);
  },
};

/** A text of sentences that differ, since what is said twice counts once. */
function longText(numWords: number): string {
  return Array.from({ length: numWords / 5 }, (_, i) => `Scene ${i} is rather dull. `).join('');
}
