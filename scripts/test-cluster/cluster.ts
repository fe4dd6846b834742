import type { Clock, Kubectl } from '../deploy/index.ts';
import { UsageError } from '../program/run-program.ts';
import { connect, type Send } from '../verify/index.ts';

/** A cluster under test, with the namespace of the test. */
export interface Cluster {
  kubectl: Kubectl;
  namespace: string;
  /** The URL of the gateway for external addresses. */
  url: string;
  /** The URL of the gateway for cluster-local addresses. */
  internalUrl: string;
  clock: Clock;
  /** Prints a line of progress. */
  say: (line: string) => void;
}

/** The error thrown if a step of the test fails. */
export class StepFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StepFailure';
  }
}

/** A step of the test. */
export interface Step {
  name: string;
  /** Whether the following steps need this one. */
  isNeeded?: true;
  /** Runs the step and returns a short summary. @throws StepFailure with the problem */
  run: (cluster: Cluster) => Promise<string>;
}

const POLL_MS = 500;
const TIMEOUT_MS = 60_000;

/**
 * Polls until an expected state is seen.
 * @param what describes the expected state, for the message
 * @param look returns a description of the current state, and whether it is the expected one
 * @throws StepFailure with the last state seen, if time runs out
 */
export async function seeUntil(
  { clock }: Pick<Cluster, 'clock'>,
  what: string,
  seconds: number,
  look: () => Promise<{ isSeen: boolean; seen: string }>,
): Promise<void> {
  const end = clock.now() + seconds * 1000;
  for (;;) {
    const { isSeen, seen } = await look().catch((error: unknown) => {
      // A busy cluster may fail to answer, so errors are retried until time runs out.
      if (error instanceof UsageError) return { isSeen: false, seen: error.message };
      throw error;
    });
    if (isSeen) return;
    if (clock.now() >= end) throw new StepFailure(`${what}: not within ${seconds} s, but ${seen}`);
    await clock.sleep(POLL_MS);
  }
}

/** Gets resources in the test's namespace as JSON: `getJson(cluster, 'pods', '--selector', 'a=b')`. */
// biome-ignore lint/suspicious/noExplicitAny: Kubernetes has many kinds, and of each a field or two is read
export async function getJson({ kubectl, namespace }: Cluster, ...args: string[]): Promise<any> {
  return JSON.parse(await kubectl(['get', ...args, '--namespace', namespace, '--output', 'json']));
}

/** Changes a resource in the test's namespace: `patch(cluster, 'job/a', { spec: … })`. */
export async function patch(
  { kubectl, namespace }: Cluster,
  resource: string,
  change: object,
): Promise<void> {
  const args = ['patch', resource, '--namespace', namespace, '--type', 'merge'];
  await kubectl([...args, '--patch', JSON.stringify(change)]);
}

/** The name of a Knative service for kubectl. */
export const serviceOf = (name: string): string => `services.serving.knative.dev/${name}`;

/** Lists the pods of a Knative service that are not being deleted, with their readiness. */
export async function listPods(
  cluster: Cluster,
  service: string,
): Promise<{ name: string; isReady: boolean }[]> {
  const { items } = await getJson(cluster, 'pods', '--selector', `serving.knative.dev/service=${service}`);
  return (items as PodJson[])
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, status }) => ({
      name: metadata.name,
      isReady: (status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True'),
    }));
}

interface PodJson {
  metadata: { name: string; deletionTimestamp?: string };
  status?: { conditions?: { type: string; status: string }[] };
}

/** Waits until a service has exactly `count` pods, all ready. */
export function seePods(cluster: Cluster, service: string, count: number, seconds: number): Promise<void> {
  return seeUntil(cluster, `${count} ready pods of ${service}`, seconds, async () => {
    const pods = await listPods(cluster, service);
    const numReady = pods.filter(({ isReady }) => isReady).length;
    const isSeen = pods.length === count && numReady === count;
    return { isSeen, seen: `${pods.length} pods, ${numReady} of them ready` };
  });
}

/**
 * The host name of a service, or of one of its tags, for requests to the gateway. @throws StepFailure if it has none
 */
export async function hostOf(cluster: Cluster, service: string, tag?: string): Promise<string> {
  const { status } = await getJson(cluster, serviceOf(service));
  const traffic: { tag?: string; url?: string }[] = status?.traffic ?? [];
  const url = tag === undefined ? status?.url : traffic.find((share) => share.tag === tag)?.url;
  if (url === undefined) throw new StepFailure(`${service} has no ${tag ?? 'address'}`);
  return new URL(url).host;
}

/** Connects to a service through a gateway. */
export function open({ url }: Pick<Cluster, 'url'>, host: string): Send {
  return connect({ url, host, timeoutMs: TIMEOUT_MS });
}

const TEXT = 'A lovely film with fine performances.';

/** Sends a text. */
export function ask(send: Send, text = TEXT): ReturnType<Send> {
  const body = JSON.stringify({ mytext: text });
  return send('POST', '/', { headers: { 'content-type': 'application/json' }, body });
}

/** Sends a text. @throws StepFailure if the answer is not a sentiment */
export async function askOnce(send: Send): Promise<void> {
  const { status, body } = await ask(send);
  if (status !== 200) throw new StepFailure(`status ${status}, expected 200: ${body.slice(0, 200)}`);
}
