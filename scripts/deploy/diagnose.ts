import type { Service } from './overlay.ts';

/** A condition in the status of a Kubernetes or Knative resource. */
interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
}

/** The fields of a Knative service or revision that are read here. */
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

/** The state of a container, or its last state before a restart. */
interface ContainerState {
  waiting?: { reason?: string; message?: string };
  terminated?: { exitCode: number; reason?: string; message?: string };
}

/** The fields of a pod that are read here. */
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
  /** The reason given by Kubernetes or Knative, such as `ImagePullBackOff`. */
  reason: string;
  /** An explanation in one sentence. */
  message: string;
  /** The kind and name of the resource with more details, such as `pod sentiment-http-00001-…`. */
  resource: { kind: 'pod' | 'revision' | 'service'; name: string };
  /** The container whose log may show the cause, and whether the log is that of its previous run. */
  log?: { container: string; isPrevious: boolean; otherwise: string };
  /** The time after which the trouble counts as final, in seconds; undefined if it may pass at any time. */
  patienceSeconds?: number;
}

/** The progress of a deployment of a service. */
export interface Progress {
  isReady: boolean;
  /** The revision that is being deployed, once it is known. */
  revision?: string;
  /** The revision that receives the requests meanwhile. */
  serving?: string;
  /** The reason why the service is not ready, if one is known. */
  trouble?: Trouble;
}

/** Reasons for which waiting cannot help: the image cannot be pulled under this name. */
const WRONG_IMAGES = ['InvalidImageName', 'ErrImageNeverPull'];
/** A pull may fail once by chance; after that the name or the permission is wrong. */
const PULL_ERRORS = ['ImagePullBackOff', 'ErrImagePull'];
const PULL_PATIENCE = 15;
/** A ConfigMap or Secret applied at the same time may appear a moment later. */
const CONFIGURATION_ERRORS = ['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'];
const CONFIGURATION_PATIENCE = 10;
/** The time for which a pod may be unschedulable, in seconds: enough for an autoscaler to start a node. */
const SCHEDULING_PATIENCE = 180;
/** The time for which a condition may be False, in seconds, while Knative processes a change. */
const KNATIVE_PATIENCE = 10;

/**
 * Diagnoses the progress of a service.
 * @param service the name of the service
 * @param knativeService the service, as printed by `kubectl get --output json`
 * @param resources its revisions and pods
 */
export function diagnose(
  { name }: Pick<Service, 'name'>,
  knativeService: object,
  resources: readonly object[],
): Progress {
  const { metadata, status = {} } = knativeService as KnativeResource;
  // Until the controller has seen the change, the status is that of the previous version.
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
      message: `no node accepts the pod: ${scheduled.message ?? 'no reason is given'}`,
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
        // The first exit may be accidental: Kubernetes restarts the container at once.
        ...(reason === 'CrashLoopBackOff' && { patienceSeconds: 0 }),
      };
    }
    const patienceSeconds = patienceFor(reason);
    if (patienceSeconds !== undefined) {
      return { reason: reason!, message: `${container}: ${message}`, resource, patienceSeconds };
    }
    if (ready || state.waiting !== undefined || container === 'queue-proxy') continue;
    const restarts = restartCount === 0 ? '' : `, and was restarted ${restartCount} times`;
    return {
      reason: 'NotReady',
      message: `the container ${container} runs, but is not ready${restarts}`,
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

/**
 * Finds trouble reported by Knative itself, such as a quota, a digest that it cannot find, or traffic to a missing
 * revision.
 */
function findKnativeTrouble(
  { status = {} }: KnativeResource,
  kind: 'revision' | 'service',
  name: string,
): Trouble | undefined {
  const conditions = status.conditions ?? [];
  // A specific condition says more than the summary "Ready".
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
