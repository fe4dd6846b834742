import { parseAllDocuments } from 'yaml';
import { waitUntilReady } from '../../deploy/index.ts';
import { askOnce, type Cluster, hostOf, open, type Step, StepFailure, seePods } from '../cluster.ts';

const NUM_STARTS = 10;
const NAME = 'sentiment-cold';
const ZERO_SECONDS = 120;
/** The pause after a pod is gone, in milliseconds, because the gateway may still know it. */
const SETTLE_MS = 2000;
/** The maximum median of a cold start. Knative's contract allows 1 s for the function alone. */
const LIMIT_SECONDS = 5;

/**
 * The step that measures ten cold starts, on a copy of sentiment-http that scales to zero within seconds, not two
 * minutes.
 * @param manifests the applied manifests of the overlay
 */
export function coldStarts(manifests: string): Step {
  return {
    name: 'cold starts',
    run: async (cluster) => {
      await cluster.kubectl(['apply', '--server-side', '--filename', '-'], copyOf(manifests));
      const service = { name: NAME, namespace: cluster.namespace, image: '' };
      await waitUntilReady([service], { ...cluster, onTrouble: cluster.say });
      const seconds = await startAgainAndAgain(cluster);
      const [median, slowest] = [seconds[Math.floor(seconds.length / 2)]!, seconds.at(-1)!];
      const seen = `median ${median.toFixed(2)} s, slowest ${slowest.toFixed(2)} s of ${seconds.length}`;
      if (median > LIMIT_SECONDS) throw new StepFailure(`${seen}; expected at most ${LIMIT_SECONDS} s`);
      return seen;
    },
  };
}

async function startAgainAndAgain(cluster: Cluster): Promise<number[]> {
  const send = open(cluster, await hostOf(cluster, NAME));
  const seconds: number[] = [];
  for (let i = 0; i < NUM_STARTS; i++) {
    await seePods(cluster, NAME, 0, ZERO_SECONDS);
    await cluster.clock.sleep(SETTLE_MS);
    const start = cluster.clock.now();
    await askOnce(send);
    seconds.push((cluster.clock.now() - start) / 1000);
    cluster.say(`cold start ${i + 1} of ${NUM_STARTS}: ${seconds.at(-1)!.toFixed(2)} s`);
  }
  return seconds.sort((a, b) => a - b);
}

/** Copies the service under another name, with the shortest window that Knative allows and no retention. */
function copyOf(manifests: string): string {
  const document = parseAllDocuments(manifests).find(
    (document) =>
      document.getIn(['metadata', 'name']) === 'sentiment-http' && document.get('kind') === 'Service',
  );
  if (document === undefined) throw new StepFailure('the overlay has no sentiment-http');
  document.setIn(['metadata', 'name'], NAME);
  const annotations = ['spec', 'template', 'metadata', 'annotations'];
  document.setIn([...annotations, 'autoscaling.knative.dev/window'], '6s');
  document.deleteIn([...annotations, 'autoscaling.knative.dev/scale-to-zero-pod-retention-period']);
  return String(document);
}
