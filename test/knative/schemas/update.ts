// node test/knative/schemas/update.ts
// Writes definitions.ndjson anew from the modules below, in a minute. It needs Go and its module proxy; tests need
// neither.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Where the definitions come from, all under the Apache License 2.0. */
const MODULES = {
  serving: 'knative.dev/serving@v0.51.0',
  eventing: 'knative.dev/eventing@v0.50.0',
  prometheus: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
  kubernetes: 'k8s.io/kubernetes@v1.37.2',
};

/** Files of resource definitions, each with the kind and the version to take from it. */
const DEFINITIONS: [module: keyof typeof MODULES, file: string, version: string][] = [
  ['serving', 'config/core/300-resources/service.yaml', 'v1'],
  ['serving', 'config/core/300-resources/domain-mapping.yaml', 'v1beta1'],
  ['eventing', 'config/core/resources/broker.yaml', 'v1'],
  ['eventing', 'config/core/resources/trigger.yaml', 'v1'],
  ['eventing', 'config/core/resources/eventtransform.yaml', 'v1alpha1'],
  ['eventing', 'config/core/resources/eventpolicy.yaml', 'v1alpha1'],
  ['eventing', 'config/core/resources/jobsink.yaml', 'v1alpha1'],
  ['eventing', 'config/core/resources/integrationsink.yaml', 'v1alpha1'],
  ['eventing', 'config/core/resources/integrationsource.yaml', 'v1alpha1'],
  ['prometheus', 'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml', 'v1'],
  ['prometheus', 'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml', 'v1'],
];

/** Kinds of Kubernetes itself, by their names in its OpenAPI document. */
const KUBERNETES_KINDS = {
  'v1/Namespace': 'io.k8s.api.core.v1.Namespace',
  'v1/ConfigMap': 'io.k8s.api.core.v1.ConfigMap',
  'v1/ServiceAccount': 'io.k8s.api.core.v1.ServiceAccount',
  'v1/PersistentVolumeClaim': 'io.k8s.api.core.v1.PersistentVolumeClaim',
  'v1/ResourceQuota': 'io.k8s.api.core.v1.ResourceQuota',
  'batch/v1/Job': 'io.k8s.api.batch.v1.Job',
  'networking.k8s.io/v1/NetworkPolicy': 'io.k8s.api.networking.v1.NetworkPolicy',
};

/** Of these large types only the fields that the manifests use; any other is refused until it is named here. */
const FIELDS: Record<string, string[]> = {
  'io.k8s.api.core.v1.PodSpec': [
    'automountServiceAccountToken',
    'containers',
    'enableServiceLinks',
    'restartPolicy',
    'securityContext',
    'volumes',
  ],
  'io.k8s.api.core.v1.Container': [
    'args',
    'command',
    'env',
    'image',
    'name',
    'resources',
    'securityContext',
    'volumeMounts',
  ],
  'io.k8s.api.core.v1.Volume': ['name', 'persistentVolumeClaim'],
};

interface Schema {
  $ref?: string;
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  [keyword: string]: unknown;
}

const OBJECT_META: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    namespace: { type: 'string' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

/** What says something of the values, beside `type`, `properties`, `additionalProperties` and `items`. */
const KEPT = ['required', 'enum', 'pattern', 'minimum', 'maximum', 'minItems', 'minLength', 'maxLength'];

const kinds: Record<string, Schema> = {
  // knative/networking 776ff3d, config/domain-claim.yaml: its module is not in the proxy.
  'networking.internal.knative.dev/v1alpha1/ClusterDomainClaim': withMeta({
    type: 'object',
    properties: {
      spec: { type: 'object', required: ['namespace'], properties: { namespace: { type: 'string' } } },
    },
  }),
};
const types: Record<string, Schema> = {};

const folders = Object.fromEntries(
  Object.entries(MODULES).map(([name, module]) => [name, download(module)]),
) as typeof MODULES;

for (const [module, file, version] of DEFINITIONS) {
  const { spec } = parse(await readFile(join(folders[module], file), 'utf8'));
  const { schema } = spec.versions.find(({ name }: { name: string }) => name === version);
  kinds[`${spec.group}/${version}/${spec.names.kind}`] = withMeta(schema.openAPIV3Schema);
}

const openapi = JSON.parse(await readFile(join(folders.kubernetes, 'api/openapi-spec/swagger.json'), 'utf8'));
for (const [kind, name] of Object.entries(KUBERNETES_KINDS)) {
  kinds[kind] = withMeta(openapi.definitions[name]);
}
// A JobSink holds a whole Job, of which its own definition says nothing.
kinds['sinks.knative.dev/v1alpha1/JobSink']!.properties!.spec!.properties!.job = {
  $ref: '/batch/v1/Job',
};

const lines = [
  {
    about: 'Made by update.ts; kinds, and the types they refer to',
    license: 'Apache-2.0',
    modules: Object.values(MODULES),
  },
  ...Object.entries(kinds).map(([kind, schema]) => ({ kind, schema })),
  ...Object.entries(types).map(([type, schema]) => ({ type, schema })),
];
await writeFile(
  join(import.meta.dirname, 'definitions.ndjson'),
  `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
);

function download(module: string): string {
  const options = { cwd: tmpdir(), encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  return JSON.parse(execFileSync('go', ['mod', 'download', '-json', module], options)).Dir;
}

/** The strict schema of a kind: what users write, and no status. */
function withMeta(definition: Schema): Schema {
  const { status, ...properties } = definition.properties ?? {};
  const strict = convert({ ...definition, properties });
  strict.properties = {
    ...strict.properties,
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: OBJECT_META,
  };
  return strict;
}

/** The same schema in which an unknown field is an error. */
function convert(schema: Schema): Schema {
  if (schema.$ref !== undefined) return convertReference(schema.$ref);
  if (schema['x-kubernetes-int-or-string']) return { type: ['integer', 'string'] } as unknown as Schema;
  const strict: Schema = schema.type === undefined ? {} : { type: schema.type };
  for (const keyword of KEPT) if (schema[keyword] !== undefined) strict[keyword] = schema[keyword];
  if (String(strict.pattern).includes('(?i)')) delete strict.pattern; // Go's, which JavaScript does not know
  if (schema.items) strict.items = convert(schema.items);
  if (schema.properties) {
    strict.properties = {};
    for (const [name, property] of Object.entries(schema.properties)) {
      if (!needsFlag(property)) strict.properties[name] = convert(property);
    }
    strict.additionalProperties = false;
  } else if (typeof schema.additionalProperties === 'object') {
    strict.additionalProperties = convert(schema.additionalProperties);
  }
  return strict;
}

function convertReference(reference: string): Schema {
  const name = reference.replace('#/definitions/', '');
  if (name.endsWith('.ObjectMeta')) return OBJECT_META;
  if (name.endsWith('.IntOrString')) return { type: ['integer', 'string'] } as unknown as Schema;
  if (name.endsWith('.Quantity')) return { type: ['number', 'string'] } as unknown as Schema;
  if (types[name] === undefined) {
    types[name] = {}; // before what is inside, which may refer to it
    const definition: Schema = openapi.definitions[name];
    const properties = Object.entries(definition.properties ?? {}).filter(
      ([field]) => FIELDS[name]?.includes(field) ?? true,
    );
    types[name] = convert({
      ...definition,
      ...(definition.properties && { properties: Object.fromEntries(properties) }),
    });
  }
  return { $ref: `/${name}` };
}

/** Whether a stock installation of Knative refuses the field. */
function needsFlag({ description = '' }: Schema): boolean {
  return description.includes('behind a feature flag');
}
