import { setTimeout as sleep } from 'node:timers/promises';
import { isMap, parseAllDocuments } from 'yaml';
import { UsageError } from '../program/run-program.ts';
import type { Kubectl } from './kubectl.ts';
import type { Clock } from './wait-until-ready.ts';

/** The time to wait for a webhook, which answers some seconds after its installation. */
const WEBHOOK_SECONDS = 60;
const POLL_MS = 2000;
/**
 * The annotation that Eventing's webhook adds to each Broker. Without it no controller handles the Broker, and it
 * cannot be added later.
 */
const CLASS = 'eventing.knative.dev/broker.class';

/** Applies manifests to the cluster, with further options of kubectl, and returns its output. */
export type Apply = (manifests: string, ...options: string[]) => Promise<string>;

/**
 * Waits until Eventing's webhook fills in Brokers. A Broker stored without it stays broken, and applying it again does
 * not repair it. The check is a dry run, which needs no other permission than applying the Broker.
 * @param apply applies manifests
 * @throws UsageError if the webhook does not answer in time, or a broken Broker is already stored
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
  // A dry run of a Broker fails in a missing namespace.
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
            '"kubectl get pods --namespace knative-eventing" shows more',
        );
      }
      await clock.sleep(POLL_MS);
    }
  }
}

/** Tries to apply a Broker. @returns the problem, or undefined if the webhook works */
async function tryBroker(broker: string, apply: Apply): Promise<string | undefined> {
  try {
    const admitted = await apply(broker, '--dry-run=server', '--output', 'json');
    return hasClass(admitted) ? undefined : `it did not fill in the annotation ${CLASS}`;
  } catch (error) {
    // Waiting helps only if the webhook cannot be reached; any other refusal is permanent.
    if (error instanceof UsageError && error.message.includes('failed calling webhook')) return error.message;
    throw error;
  }
}

function hasClass(json: string): boolean {
  return JSON.parse(json).metadata?.annotations?.[CLASS] !== undefined;
}
