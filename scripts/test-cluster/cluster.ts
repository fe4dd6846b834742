import type { Clock, Kubectl } from '../deploy/index.ts';
import { UsageError } from '../program/run-program.ts';
import { connect, type Send } from '../verify/index.ts';

/** A cluster under test, and the namespace there that is the test's own. */
export interface Cluster {
  kubectl: Kubectl;
  namespace: string;
  /** The gateway for what is seen from outside. */
  url: string;
  /** The gateway for addresses inside the cluster. */
  internalUrl: string;
  clock: Clock;
  /** Tells what goes on. */
  say: (line: string) => void;
}

/** What a test of the cluster found wrong. */
export class StepFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StepFailure';
  }
}

/** One thing that the cluster must do. */
export interface Step {
  name: string;
  /** Whether nothing that follows makes sense where it fails. */
  isNeeded?: true;
  /** Gives what was seen, in a few words. @throws StepFailure that says what was wrong */
  run: (cluster: Cluster) => Promise<string>;
}

const POLL_MS = 500;
const TIMEOUT_MS = 60_000;

/**
 * Looks again and again until it sees what is expected.
 * @param what what is expected, as the message has it
 * @param look gives what is seen, and whether it is that
 * @throws StepFailure with what was seen last
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
      // A busy cluster does not answer each time: it is asked again until the time is over.
      if (error instanceof UsageError) return { isSeen: false, seen: error.message };
      throw error;
    });
    if (isSeen) return;
    if (clock.now() >= end) throw new StepFailure(`${what}: not within ${seconds} s, but ${seen}`);
    await clock.sleep(POLL_MS);
  }
}

/** The JSON of resources in the test's namespace: `getJson(cluster, 'pods', '--selector', 'a=b')`. */
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

/** How kubectl names a Knative service. */
export const serviceOf = (name: string): string => `services.serving.knative.dev/${name}`;

/** The names of the pods of a Knative service that are not being deleted, and whether each is ready. */
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

/** Waits until a service has so many ready pods, and no others. */
export function seePods(cluster: Cluster, service: string, count: number, seconds: number): Promise<void> {
  return seeUntil(cluster, `${count} ready pods of ${service}`, seconds, async () => {
    const pods = await listPods(cluster, service);
    const numReady = pods.filter(({ isReady }) => isReady).length;
    const isSeen = pods.length === count && numReady === count;
    return { isSeen, seen: `${pods.length} pods, ${numReady} of them ready` };
  });
}

/** The host by which a service is asked for at the gateway, or that of one of its tags. */
export async function hostOf(cluster: Cluster, service: string, tag?: string): Promise<string> {
  const { status } = await getJson(cluster, serviceOf(service));
  const traffic: { tag?: string; url?: string }[] = status?.traffic ?? [];
  const url = tag === undefined ? status?.url : traffic.find((share) => share.tag === tag)?.url;
  if (url === undefined) throw new StepFailure(`${service} has no ${tag ?? 'address'}`);
  return new URL(url).host;
}

/** Connects to a service by the gateway that is for it. */
export function open({ url }: Pick<Cluster, 'url'>, host: string): Send {
  return connect({ url, host, timeoutMs: TIMEOUT_MS });
}

const TEXT = 'A lovely film with fine performances.';

/** Sends a text. */
export function ask(send: Send, text = TEXT): ReturnType<Send> {
  const body = JSON.stringify({ mytext: text });
  return send('POST', '/', { headers: { 'content-type': 'application/json' }, body });
}

/** Sends a text. @throws StepFailure where it is not answered with a sentiment */
export async function askOnce(send: Send): Promise<void> {
  const { status, body } = await ask(send);
  if (status !== 200) throw new StepFailure(`status ${status}, expected 200: ${body.slice(0, 200)}`);
}
