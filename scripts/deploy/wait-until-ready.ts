import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../program/run-program.ts';
import { diagnose, type Progress, type Trouble } from './diagnose.ts';
import { type Kubectl, withContext } from './kubectl.ts';
import type { Service } from './overlay.ts';

/** The time limit for readiness, which is enough for a revision on a node that has yet to start. */
const READY_SECONDS = 300;
const POLL_MS = 1000;
const LOG_LINES = 10;

/** A clock, which tests can control. */
export interface Clock {
  /** The current time in milliseconds. */
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
}

/** The options of waiting. */
export interface WaitOptions {
  kubectl: Kubectl;
  /** The context of kubectl's configuration, for the commands in messages. */
  context?: string | undefined;
  /** Called with the reason why a service is not ready, each time it changes. */
  onTrouble: (line: string) => void;
  clock?: Clock;
}

/** The arguments of kubectl that print a Knative service as JSON. */
export function getService({ name, namespace }: Pick<Service, 'name' | 'namespace'>): string[] {
  return ['get', `services.serving.knative.dev/${name}`, '--namespace', namespace, '--output', 'json'];
}

/**
 * Waits until all services are ready, and stops as soon as one has failed.
 * @throws UsageError with the reason, the end of the container's log, and commands for further diagnosis
 */
export async function waitUntilReady(services: readonly Service[], options: WaitOptions): Promise<void> {
  const { kubectl, onTrouble, clock = { now: Date.now, sleep } } = options;
  const start = clock.now();
  /** The time at which the trouble of each service was first seen. */
  const since = new Map<string, number>();
  let waiting = [...services];
  for (;;) {
    const left: Service[] = [];
    for (const service of waiting) {
      const progress = await look(kubectl, service);
      if (progress.isReady) continue;
      left.push(service);
      const { trouble } = progress;
      const key = trouble && [service.name, trouble.resource.name, trouble.reason].join(' ');
      if (trouble && key && !since.has(key)) {
        since.set(key, clock.now());
        // A condition Unknown is normal in every deployment.
        const isNews = trouble.resource.kind === 'pod' || trouble.patienceSeconds !== undefined;
        if (isNews) onTrouble(`${service.name} is not ready yet: ${trouble.reason}: ${trouble.message}`);
      }
      const hasLasted = key === undefined ? 0 : (clock.now() - since.get(key)!) / 1000;
      const isFinal = trouble?.patienceSeconds !== undefined && hasLasted >= trouble.patienceSeconds;
      const isLate = clock.now() - start >= READY_SECONDS * 1000;
      if (isFinal || isLate) throw new UsageError(await explain(service, progress, isFinal, options));
    }
    if (left.length === 0) return;
    waiting = left;
    await clock.sleep(POLL_MS);
  }
}

async function look(kubectl: Kubectl, service: Service): Promise<Progress> {
  const knativeService = JSON.parse(await kubectl(getService(service)));
  const withoutResources = diagnose(service, knativeService, []);
  if (withoutResources.isReady || withoutResources.revision === undefined) return withoutResources;
  const selector = `serving.knative.dev/service=${service.name}`;
  const kinds = ['get', 'revisions.serving.knative.dev,pods', '--namespace', service.namespace];
  const { items } = JSON.parse(await kubectl([...kinds, '--selector', selector, '--output', 'json']));
  return diagnose(service, knativeService, items);
}

/** Explains the trouble, with details that help to find the cause. */
async function explain(
  { name, namespace }: Service,
  { revision, serving, trouble }: Progress,
  isFinal: boolean,
  { kubectl, context }: WaitOptions,
): Promise<string> {
  const outcome = isFinal
    ? 'cannot become ready'
    : `is not ready after ${READY_SECONDS} s and may yet become it`;
  const said = trouble === undefined ? 'Knative gives no reason' : `${trouble.reason}: ${trouble.message}`;
  const lines = [`${name} ${outcome}: ${said}`];
  if (revision !== undefined) lines.push(`  revision: ${revision}`);
  if (trouble?.resource.kind === 'pod') lines.push(`  pod: ${trouble.resource.name}`);
  const log = trouble && (await readLog(kubectl, namespace, trouble));
  if (log) lines.push('  the end of its log:', ...log.split('\n').map((line) => `    ${line}`));
  if (serving !== undefined) lines.push(`  requests still go to ${serving}`);
  const { kind, name: resource } = trouble?.resource ?? { kind: 'service', name };
  const fullKind = kind === 'pod' ? kind : `${kind}s.serving.knative.dev`;
  const next = withContext(['describe', `${fullKind}/${resource}`, '--namespace', namespace], context);
  lines.push(`  next: kubectl ${next.join(' ')}`);
  return lines.join('\n');
}

async function readLog(kubectl: Kubectl, namespace: string, { resource, log }: Trouble): Promise<string> {
  if (log === undefined) return '';
  const args = ['logs', resource.name, '--namespace', namespace, '--container', log.container];
  const previous = log.isPrevious ? ['--previous'] : [];
  const text = await kubectl([...args, '--tail', String(LOG_LINES), ...previous]).catch((error: unknown) => {
    // If the node has deleted the log, the message that Kubernetes kept is the best reason left.
    if (error instanceof UsageError) return log.otherwise;
    throw error;
  });
  return (text || log.otherwise).trimEnd();
}
