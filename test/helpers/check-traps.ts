import { REPLY_TYPE } from '../../functions/cloud-events/reply.ts';
import { nameOf, type Resource } from './manifests.ts';
import { takes } from './match-filter.ts';

/** Where a set of resources is to run. */
export interface TrapOptions {
  /** Whether images come from a registry, and so must be named by digest. */
  isRemote?: boolean;
}

/** What Knative sets itself, and refuses from anybody else. */
const RESERVED_VARIABLES = ['PORT', 'K_SERVICE', 'K_CONFIGURATION', 'K_REVISION'];
/** What queue-proxy listens on in the same pod. */
const RESERVED_PORTS = [8008, 8012, 8013, 8022, 8112, 9090, 9091];
const SENTIMENTS = ['negative', 'somewhat-negative', 'neutral', 'somewhat-positive', 'positive'];

type Check = (resource: Resource, options: TrapOptions) => (string | false | undefined)[];

const CHECKS: Record<string, Check> = {
  'serving.knative.dev/v1/Service': checkService,
  'eventing.knative.dev/v1/Trigger': checkTrigger,
  'eventing.knative.dev/v1/Broker': ({ spec }) => [
    !spec?.delivery?.deadLetterSink && 'no dead-letter sink: what cannot be delivered is lost',
    !(spec?.delivery?.retry > 0) && 'no retry',
    ...checkDelivery(spec?.delivery),
  ],
  'batch/v1/Job': ({ spec }, options) => [
    spec.completionMode === 'Indexed' &&
      !spec.template.spec.containers[0].args.includes(`$(JOB_COMPLETION_INDEX)/${spec.completions}`) &&
      'has not as many completions as shards',
    ...checkContainers(spec.template.spec.containers, options),
  ],
  'sinks.knative.dev/v1alpha1/JobSink': ({ spec }, options) =>
    checkContainers(spec.job.spec.template.spec.containers, options),
};

/**
 * What a cluster accepts and then suffers from, or refuses in its own time; each resource of its own.
 * @returns what is wrong, one line each
 */
export function checkTraps(resource: Resource, options: TrapOptions = {}): string[] {
  const check = CHECKS[`${resource.apiVersion}/${resource.kind}`];
  return (check?.(resource, options) ?? [])
    .filter((fault) => typeof fault === 'string')
    .map((fault) => `${nameOf(resource)}: ${fault}`);
}

function checkService({ metadata, spec }: Resource, options: TrapOptions) {
  const { metadata: template = {}, spec: revision } = spec.template;
  const annotations = template.annotations ?? {};
  const scaling = (name: string) => Number(annotations[`autoscaling.knative.dev/${name}`] ?? 0);
  const misplaced = Object.keys(metadata.annotations ?? {}).filter((name) =>
    /^(autoscaling|features)\./.test(name),
  );
  return [
    ...misplaced.map((name) => `${name} does nothing here; it belongs to spec.template.metadata`),
    scaling('min-scale') !== 0 && 'does not scale to zero',
    scaling('max-scale') === 0 && 'may scale without limit',
    revision.timeoutSeconds < 60 &&
      'timeoutSeconds below 60 leaves no time between 30 s of drain and SIGKILL',
    revision.responseStartTimeoutSeconds > revision.timeoutSeconds &&
      'responseStartTimeoutSeconds is above timeoutSeconds',
    revision.automountServiceAccountToken !== false && 'mounts a service account token that nothing uses',
    ...checkContainers(revision.containers, options),
    ...revision.containers.flatMap(checkServing),
  ];
}

/** What holds for a container that Knative sends requests to. */
function checkServing({ readinessProbe, livenessProbe, startupProbe, ports = [] }: Resource['spec']) {
  return [
    !readinessProbe && 'no readiness probe',
    readinessProbe?.periodSeconds !== undefined &&
      'periodSeconds on the readiness probe: Knative asks once in that time and not every 50 ms',
    readinessProbe?.initialDelaySeconds > 0 && 'initialDelaySeconds on the readiness probe: a slower start',
    startupProbe !== undefined && 'a startup probe: a slower start',
    !livenessProbe && 'no liveness probe',
    ports.some((port: { containerPort: number }) => RESERVED_PORTS.includes(port.containerPort)) &&
      "a port of queue-proxy's",
  ];
}

function checkContainers(containers: Resource['spec'][], { isRemote = false }: TrapOptions) {
  return containers.flatMap(({ image, env = [], resources = {}, securityContext = {} }) => [
    isRemote && !/@sha256:[0-9a-f]{64}$/.test(image) && `${image} is not named by digest`,
    /:latest$/.test(image) && `${image} is another image from day to day`,
    ...['cpu', 'memory'].flatMap((name) => [
      !resources.requests?.[name] && `no request of ${name}`,
      !resources.limits?.[name] && `no limit of ${name}`,
    ]),
    ...env
      .filter(({ name }: { name: string }) => RESERVED_VARIABLES.includes(name))
      .map(({ name }: { name: string }) => `sets ${name}, which Knative sets`),
    securityContext.runAsNonRoot !== true && 'may run as root',
    securityContext.readOnlyRootFilesystem !== true && 'may write to its file system',
    securityContext.allowPrivilegeEscalation !== false && 'may gain privileges',
    !securityContext.capabilities?.drop?.includes('ALL') && 'keeps capabilities',
    securityContext.seccompProfile?.type !== 'RuntimeDefault' && 'has no seccomp profile',
  ]);
}

function checkTrigger(trigger: Resource) {
  const { spec } = trigger;
  const isFiltered = Object.keys(spec.filter?.attributes ?? {}).length > 0 || spec.filters?.length > 0;
  const takesReply = SENTIMENTS.some((sentiment) => takes(trigger, { type: REPLY_TYPE, sentiment }));
  return [
    !isFiltered && 'no filter: it takes every event, replies too',
    spec.subscriber?.ref?.name === 'sentiment-events' &&
      takesReply &&
      `takes ${REPLY_TYPE}, the reply to what it takes`,
    ...checkDelivery(spec.delivery),
  ];
}

/** Settings of a delivery that a stock installation refuses. */
function checkDelivery(delivery: Record<string, unknown> = {}) {
  return [delivery.retryAfterMax !== undefined && 'retryAfterMax needs the feature delivery-retryafter'];
}

/**
 * References between the resources of a whole set.
 * @returns each that leads nowhere
 */
export function checkReferences(resources: Resource[]): string[] {
  const names = new Set(
    resources.map(({ apiVersion, kind, metadata }) => `${apiVersion}/${kind} ${metadata.name}`),
  );
  return resources.flatMap((resource) =>
    referencesIn(resource.spec)
      .filter((reference) => !names.has(reference))
      .map((reference) => `${nameOf(resource)} refers to ${reference}, which is not there`),
  );
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { broker, apiVersion, kind, name } = value as Record<string, unknown>;
  return [
    ...(typeof broker === 'string' ? [`eventing.knative.dev/v1/Broker ${broker}`] : []),
    ...(apiVersion && kind && name ? [`${apiVersion}/${kind} ${name}`] : []),
    ...Object.values(value).flatMap(referencesIn),
  ];
}
