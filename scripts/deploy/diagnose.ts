import type { Service } from './overlay.ts';

/** A condition of a resource's status, as Kubernetes and Knative have them. */
interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
}

/** A Knative service or revision, as far as it is read here. */
interface KnativeResource {
  kind: string;
  metadata: { name: string; generation?: number };
  status?: {
    observedGeneration?: number;
    latestCreatedRevisionName?: string;
    latestReadyRevisionName?: string;
    conditions?: Condition[];
  };
}

/** What a container is at, or was before it was started again. */
interface ContainerState {
  waiting?: { reason?: string; message?: string };
  terminated?: { exitCode: number; reason?: string; message?: string };
}

/** A pod, as far as it is read here. */
interface Pod {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  status?: {
    conditions?: Condition[];
    containerStatuses?: {
      name: string;
      ready: boolean;
      restartCount: number;
      state?: ContainerState;
      lastState?: ContainerState;
    }[];
  };
}

/** Why a service is not ready. */
export interface Trouble {
  /** Kubernetes' or Knative's own word, such as `ImagePullBackOff`. */
  reason: string;
  /** What it means, in a sentence. */
  message: string;
  /** The kind and name of the resource that tells more: `pod sentiment-http-00001-…`. */
  resource: { kind: 'pod' | 'revision' | 'service'; name: string };
  /** The container whose log may tell why, and whether it is that of its run before. */
  log?: { container: string; isPrevious: boolean; otherwise: string };
  /** How long it may last before it counts as final, in seconds; undefined where it may pass at any time. */
  patienceSeconds?: number;
}

/** How far a service has come. */
export interface Progress {
  isReady: boolean;
  /** The revision that is being deployed, once it is known. */
  revision?: string;
  /** The revision that gets the requests meanwhile. */
  serving?: string;
  /** What stands in its way. */
  trouble?: Trouble;
}

/** The image that is named cannot be had by any waiting. */
const WRONG_IMAGES = ['InvalidImageName', 'ErrImageNeverPull'];
/** A registry may hiccup once; after that it is the name or the right to pull. */
const PULL_ERRORS = ['ImagePullBackOff', 'ErrImagePull'];
const PULL_PATIENCE = 15;
/** A ConfigMap or Secret that is applied in the same breath may come a moment later. */
const CONFIGURATION_ERRORS = ['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'];
const CONFIGURATION_PATIENCE = 10;
/** As long as a node takes to start where a cluster adds nodes for pods that find no room. */
const SCHEDULING_PATIENCE = 180;
/** Knative says False for a moment while it takes up what changed. */
const KNATIVE_PATIENCE = 10;

/**
 * Reads how far a service has come.
 * @param service the name of it
 * @param knativeService the service as `kubectl get --output json` has it
 * @param resources its revisions and pods
 */
export function diagnose(
  { name }: Pick<Service, 'name'>,
  knativeService: object,
  resources: readonly object[],
): Progress {
  const { metadata, status = {} } = knativeService as KnativeResource;
  // Until the controller has seen what was applied, its status is that of what was there before.
  if (status.observedGeneration !== metadata.generation) return { isReady: false };
  const ready = findCondition(status.conditions, 'Ready');
  const revision = status.latestCreatedRevisionName;
  const serving = status.latestReadyRevisionName;
  const progress = { ...(revision && { revision }), ...(serving && serving !== revision && { serving }) };
  if (ready?.status === 'True') return { isReady: true, ...progress };
  const pods = (resources as Pod[]).filter(
    ({ kind, metadata }) => kind === 'Pod' && metadata.labels?.['serving.knative.dev/revision'] === revision,
  );
  const own = (resources as KnativeResource[]).find(
    ({ kind, metadata }) => kind === 'Revision' && metadata.name === revision,
  );
  const trouble =
    pods.map(findPodTrouble).find((found) => found !== undefined) ??
    (own && findKnativeTrouble(own, 'revision', own.metadata.name)) ??
    findKnativeTrouble(knativeService as KnativeResource, 'service', name);
  return { isReady: false, ...progress, ...(trouble && { trouble }) };
}

function findCondition(conditions: readonly Condition[] = [], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

function findPodTrouble({ metadata: { name }, status = {} }: Pod): Trouble | undefined {
  const resource = { kind: 'pod', name } as const;
  const scheduled = findCondition(status.conditions, 'PodScheduled');
  if (scheduled?.status === 'False') {
    return {
      reason: scheduled.reason ?? 'Unschedulable',
      message: `no node takes the pod: ${scheduled.message ?? 'nothing says why'}`,
      resource,
      patienceSeconds: SCHEDULING_PATIENCE,
    };
  }
  for (const {
    name: container,
    ready,
    restartCount,
    state = {},
    lastState = {},
  } of status.containerStatuses ?? []) {
    const { reason, message = '' } = state.waiting ?? {};
    const ended = state.terminated ?? lastState.terminated;
    if (reason === 'CrashLoopBackOff' || (state.terminated && state.terminated.exitCode !== 0)) {
      const { exitCode, reason: endReason } = ended ?? { exitCode: '?' };
      const why = endReason === undefined || endReason === 'Error' ? '' : ` (${endReason})`;
      return {
        reason: reason ?? endReason ?? 'Error',
        message: `the container ${container} ends with exit code ${exitCode}${why}`,
        resource,
        log: { container, isPrevious: state.terminated === undefined, otherwise: ended?.message ?? '' },
        // The first end may have been bad luck: Kubernetes starts it again at once.
        ...(reason === 'CrashLoopBackOff' && { patienceSeconds: 0 }),
      };
    }
    const patienceSeconds = patienceFor(reason);
    if (patienceSeconds !== undefined) {
      return { reason: reason!, message: `${container}: ${message}`, resource, patienceSeconds };
    }
    if (ready || state.waiting !== undefined || container === 'queue-proxy') continue;
    const restarts = restartCount === 0 ? '' : `, and was started again ${restartCount} times`;
    return {
      reason: 'NotReady',
      message: `the container ${container} runs, but does not say that it is ready${restarts}`,
      resource,
      log: { container, isPrevious: false, otherwise: '' },
    };
  }
  return undefined;
}

function patienceFor(reason = ''): number | undefined {
  if (WRONG_IMAGES.includes(reason)) return 0;
  if (PULL_ERRORS.includes(reason)) return PULL_PATIENCE;
  if (CONFIGURATION_ERRORS.includes(reason)) return CONFIGURATION_PATIENCE;
  return undefined;
}

/** What Knative itself says: a quota, a digest that it cannot find, traffic that leads nowhere. */
function findKnativeTrouble(
  { status = {} }: KnativeResource,
  kind: 'revision' | 'service',
  name: string,
): Trouble | undefined {
  const conditions = status.conditions ?? [];
  // The particular one says more than "Ready", which sums up.
  const failed = conditions
    .filter(({ status }) => status === 'False')
    .sort((a, b) => Number(a.type === 'Ready') - Number(b.type === 'Ready'));
  const found = failed.find(({ type }) => type !== 'Active') ?? findCondition(conditions, 'Ready');
  if (found?.reason === undefined) return undefined;
  return {
    reason: found.reason,
    message: found.message ?? `${found.type} is ${found.status}`,
    resource: { kind, name },
    ...(found.status === 'False' && { patienceSeconds: KNATIVE_PATIENCE }),
  };
}
