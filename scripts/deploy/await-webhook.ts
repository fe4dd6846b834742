import { setTimeout as sleep } from 'node:timers/promises';
import { isMap, parseAllDocuments } from 'yaml';
import { UsageError } from '../program/run-program.ts';
import type { Kubectl } from './kubectl.ts';
import type { Clock } from './wait-until-ready.ts';

/** A webhook that has just been installed is there in some seconds. */
const WEBHOOK_SECONDS = 60;
const POLL_MS = 2000;
/** What Eventing's webhook adds to each Broker; without it no controller takes the Broker, and it can never be added. */
const CLASS = 'eventing.knative.dev/broker.class';

/** What is sent to the cluster, with options that follow it. */
export type Apply = (manifests: string, ...options: string[]) => Promise<string>;

/**
 * Waits until Eventing's webhook fills in Brokers. One that is stored without it is broken for good, and applying it
 * again repairs nothing. The cluster is asked by a dry run, which takes no other right than to apply the Broker does.
 * @param apply applies manifests
 * @throws UsageError where the webhook does not come, and where a broken Broker is stored already
 */
export async function awaitWebhook(
  manifests: string,
  apply: Apply,
  kubectl: Kubectl,
  clock: Clock = { now: Date.now, sleep },
): Promise<void> {
  const documents = parseAllDocuments(manifests).filter(({ contents }) => isMap(contents));
  const brokers = documents.filter((document) => {
    return document.get('kind') === 'Broker' && String(document.get('apiVersion')).startsWith('eventing.');
  });
  if (brokers.length === 0) return;
  // A Broker cannot be tried in a namespace that is not there.
  const namespaces = documents.filter((document) => document.get('kind') === 'Namespace');
  if (namespaces.length > 0) await apply(namespaces.map(String).join('---\n'));
  const start = clock.now();
  for (const broker of brokers) {
    const [name, namespace] = ['name', 'namespace'].map((field) => String(broker.getIn(['metadata', field])));
    const resource = ['get', 'brokers.eventing.knative.dev', name!, '--namespace', namespace!];
    const stored = await kubectl([...resource, '--ignore-not-found', '--output', 'json']);
    if (stored !== '' && !hasClass(stored)) {
      throw new UsageError(
        `the Broker ${name} was stored while Eventing's webhook was not up, and cannot be repaired; ` +
          `"kubectl delete broker ${name} --namespace ${namespace}", then deploy again`,
      );
    }
    for (;;) {
      const problem = await tryBroker(String(broker), apply);
      if (problem === undefined) break;
      if (clock.now() - start >= WEBHOOK_SECONDS * 1000) {
        throw new UsageError(
          `Eventing's webhook does not answer after ${WEBHOOK_SECONDS} s, and nothing was deployed: ${problem}; ` +
            '"kubectl get pods --namespace knative-eventing" tells more',
        );
      }
      await clock.sleep(POLL_MS);
    }
  }
}

/** @returns what is wrong, or undefined where the webhook does its work */
async function tryBroker(broker: string, apply: Apply): Promise<string | undefined> {
  try {
    const admitted = await apply(broker, '--dry-run=server', '--output', 'json');
    return hasClass(admitted) ? undefined : `it did not fill in the annotation ${CLASS}`;
  } catch (error) {
    // Only a webhook that cannot be reached comes by waiting: whatever else is refused stays refused.
    if (error instanceof UsageError && error.message.includes('failed calling webhook')) return error.message;
    throw error;
  }
}

function hasClass(json: string): boolean {
  return JSON.parse(json).metadata?.annotations?.[CLASS] !== undefined;
}
