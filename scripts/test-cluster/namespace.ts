import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Kubectl } from '../deploy/index.ts';
import { UsageError } from '../program/run-program.ts';

const DELETE_TIMEOUT = '180s';
const MAX_TRIES = 5;
const PAUSE_MS = 10_000;

/** Checks that the namespace is new. @throws UsageError if it exists, because the test must not delete it */
export async function expectNoNamespace(kubectl: Kubectl, namespace: string): Promise<void> {
  const found = await kubectl(['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name']);
  if (found === '') return;
  throw new UsageError(
    `the namespace ${namespace} already exists, and the test would delete it; expected another --namespace, ` +
      `or "kubectl delete namespace ${namespace}"`,
  );
}

/**
 * Deletes the test's namespace with all its content, and waits for the end. If the cluster does not answer, the request
 * is repeated.
 * @throws UsageError if the namespace still exists
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
        throw new UsageError(`the namespace ${namespace} still exists; delete it by hand: ${error.message}`, {
          cause: error,
        });
      }
      await clock.sleep(PAUSE_MS);
    }
  }
}
