import { expect, test } from 'vitest';
import { checkSchema } from '../helpers/check-schema.ts';
import { checkReferences, checkTraps } from '../helpers/check-traps.ts';
import { type Resource, readResources } from '../helpers/manifests.ts';

const [service] = await readResources('base/http');
const eventing = await readResources('components/eventing');
const [dashboardRule] = await readResources('components/monitoring').then((all) =>
  all.filter(({ kind }) => kind === 'PrometheusRule'),
);
const broker = eventing.find(({ kind }) => kind === 'Broker')!;
const classify = eventing.find(({ metadata }) => metadata.name === 'classify')!;

/** A copy that is changed. */
function but(resource: Resource, change: (copy: Resource) => void): Resource {
  const copy = structuredClone(resource);
  change(copy);
  return copy;
}

/** The one container of a Service, and its pod. */
const containerOf = ({ spec }: Resource) => spec.template.spec.containers[0];
const podOf = ({ spec }: Resource) => spec.template.spec;

test.each<[string, Resource, (copy: Resource) => void, string]>([
  [
    'a misspelt field',
    service!,
    (copy) => Object.assign(containerOf(copy), { readinesProbe: {} }),
    'Service sentiment-http: /spec/template/spec/containers/0 has an unknown field "readinesProbe"',
  ],
  [
    'a field that needs a feature flag',
    service!,
    (copy) => Object.assign(podOf(copy), { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }),
    'Service sentiment-http: /spec/template/spec has an unknown field "nodeSelector"',
  ],
  [
    'an environment from the pod, which needs a feature flag',
    service!,
    (copy) =>
      Object.assign(containerOf(copy), {
        env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      }),
    'Service sentiment-http: /spec/template/spec/containers/0/env/0/valueFrom has an unknown field "fieldRef"',
  ],
  [
    'a number where a string belongs',
    service!,
    (copy) =>
      Object.assign(copy.spec.template.metadata.annotations, { 'autoscaling.knative.dev/target': 20 }),
    'Service sentiment-http: /spec/template/metadata/annotations/autoscaling.knative.dev~1target must be string',
  ],
  [
    'a misspelt field inside a filter',
    classify,
    (copy) => Object.assign(copy.spec, { filters: [{ exakt: { type: 'x' } }] }),
    'Trigger classify: /spec/filters/0 has an unknown field "exakt"',
  ],
  [
    'a misspelt field of an alert',
    dashboardRule!,
    (copy) => Object.assign(copy.spec.groups[0].rules[0], { after: '5m' }),
    'PrometheusRule sentiment: /spec/groups/0/rules/0 has an unknown field "after"',
  ],
  [
    'a version that is gone',
    broker,
    (copy) => Object.assign(copy, { apiVersion: 'eventing.knative.dev/v1beta1' }),
    'Broker reviews is a eventing.knative.dev/v1beta1/Broker, for which there is no schema',
  ],
])('%s is refused by the schemas', (_, resource, change, fault) => {
  expect(checkSchema(but(resource, change))).toEqual([fault]);
});

test('what must be there may lack in a patch alone', () => {
  const copy = but(service!, ({ spec }) => delete spec.template.spec.containers);
  expect(checkSchema(copy)).toEqual([
    "Service sentiment-http: /spec/template/spec must have required property 'containers'",
  ]);
  expect(checkSchema(copy, { isPatch: true })).toEqual([]);
});

test.each<[string, Resource, (copy: Resource) => void, string]>([
  [
    'periodSeconds on readiness',
    service!,
    (copy) => Object.assign(containerOf(copy).readinessProbe, { periodSeconds: 1 }),
    'periodSeconds on the readiness probe',
  ],
  [
    'a startup probe',
    service!,
    (copy) => Object.assign(containerOf(copy), { startupProbe: containerOf(copy).livenessProbe }),
    'a startup probe',
  ],
  ['no readiness probe', service!, (copy) => delete containerOf(copy).readinessProbe, 'no readiness probe'],
  [
    'a variable that Knative sets',
    service!,
    (copy) => Object.assign(containerOf(copy), { env: [{ name: 'PORT', value: '8080' }] }),
    'sets PORT',
  ],
  [
    "a port of queue-proxy's",
    service!,
    (copy) => Object.assign(containerOf(copy).ports[0], { containerPort: 9090 }),
    "a port of queue-proxy's",
  ],
  [
    'no limit of memory',
    service!,
    (copy) => delete containerOf(copy).resources.limits.memory,
    'no limit of memory',
  ],
  [
    'a writable file system',
    service!,
    (copy) => Object.assign(containerOf(copy).securityContext, { readOnlyRootFilesystem: false }),
    'may write to its file system',
  ],
  [
    'scale without limit',
    service!,
    (copy) => delete copy.spec.template.metadata.annotations['autoscaling.knative.dev/max-scale'],
    'may scale without limit',
  ],
  [
    'scaling on the Service itself',
    service!,
    (copy) => Object.assign(copy.metadata, { annotations: { 'autoscaling.knative.dev/min-scale': '1' } }),
    'autoscaling.knative.dev/min-scale does nothing here',
  ],
  [
    'a timeout that leaves no time for SIGTERM',
    service!,
    (copy) => Object.assign(podOf(copy), { timeoutSeconds: 30, responseStartTimeoutSeconds: 10 }),
    'timeoutSeconds below 60',
  ],
  ['a Trigger without a filter', classify, (copy) => delete copy.spec.filter, 'no filter'],
  [
    'a Trigger that takes its own reply',
    classify,
    (copy) => Object.assign(copy.spec, { filters: [{ prefix: { type: 'dev.movie-sentiment.' } }] }),
    'takes dev.movie-sentiment.classified.v1',
  ],
  [
    'a delivery that needs a feature flag',
    classify,
    (copy) => Object.assign(copy.spec, { delivery: { retryAfterMax: 'PT10S' } }),
    'retryAfterMax needs the feature',
  ],
  [
    'a Broker without a dead-letter sink',
    broker,
    (copy) => delete copy.spec.delivery.deadLetterSink,
    'no dead-letter',
  ],
])('%s is refused', (_, resource, change, fault) => {
  expect(checkTraps(resource)).toEqual([]);
  expect(checkTraps(but(resource, change))[0]).toContain(fault);
});

test.each(['registry.example/sentiment-http', 'registry.example/sentiment-http:1.0', 'x@sha256:12'])(
  'the image %s is refused where images come from a registry',
  (image) => {
    const copy = but(service!, (copy) => Object.assign(containerOf(copy), { image }));
    expect(checkTraps(copy, { isRemote: true })).toEqual([
      `Service sentiment-http: ${image} is not named by digest`,
    ]);
  },
);

test('a reference to what is not there is refused', () => {
  expect(checkReferences([broker])).toEqual([
    'Broker reviews refers to sinks.knative.dev/v1alpha1/JobSink dead-letters, which is not there',
  ]);
});
