import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Kubectl } from '../deploy/index.ts';
import { UsageError } from '../program/run-program.ts';

const DELETE_TIMEOUT = '180s';
const MAX_TRIES = 5;
const PAUSE_MS = 10_000;

/** @throws UsageError where the namespace is there already: it is not ours to delete */
export async function expectNoNamespace(kubectl: Kubectl, namespace: string): Promise<void> {
  const found = await kubectl(['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name']);
  if (found === '') return;
  throw new UsageError(
    `the namespace ${namespace} is there already; expected none, since it is deleted in the end: another --namespace, ` +
      `or "kubectl delete namespace ${namespace}"`,
  );
}

/**
 * Deletes the test's namespace with all that is in it, and waits for that; a cluster that does not answer is asked again.
 * @throws UsageError where it stays
 */
export async function deleteNamespace(
  kubectl: Kubectl,
  namespace: string,
  clock: Pick<Clock, 'sleep'> = { sleep },
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await kubectl(['delete', 'namespace', namespace, '--ignore-not-found', '--timeout', DELETE_TIMEOUT]);
      return;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (tries === MAX_TRIES) {
        throw new UsageError(
          `the namespace ${namespace} is still there, delete it by hand: ${error.message}`,
          {
            cause: error,
          },
        );
      }
      await clock.sleep(PAUSE_MS);
    }
  }
}
