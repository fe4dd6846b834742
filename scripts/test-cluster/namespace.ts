import type { Kubectl } from '../deploy/index.ts';
import { UsageError } from '../program/run-program.ts';

const DELETE_TIMEOUT = '180s';

/** @throws UsageError where the namespace is there already: it is not ours to delete */
export async function expectNoNamespace(kubectl: Kubectl, namespace: string): Promise<void> {
  const found = await kubectl(['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name']);
  if (found === '') return;
  throw new UsageError(
    `the namespace ${namespace} is there already; expected none, since it is deleted in the end: another --namespace, ` +
      `or "kubectl delete namespace ${namespace}"`,
  );
}

/** Deletes the test's namespace with all that is in it, and waits for that. */
export async function deleteNamespace(kubectl: Kubectl, namespace: string): Promise<void> {
  await kubectl(['delete', 'namespace', namespace, '--ignore-not-found', '--timeout', DELETE_TIMEOUT]);
}
