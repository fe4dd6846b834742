import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { nameOf, type Resource } from './manifests.ts';

const ajv = new Ajv({ strict: false, allErrors: true });
const file = readFileSync(join(import.meta.dirname, '../knative/schemas/definitions.ndjson'), 'utf8');
const [, ...lines] = file.trimEnd().split('\n');
for (const line of lines) {
  const { kind, type, schema } = JSON.parse(line);
  ajv.addSchema(schema, `/${kind ?? type}`);
}

/**
 * Holds a resource against the definition of its kind. Unlike a cluster, which drops what it does not know, this
 * refuses an unknown field.
 * @param isPatch whether it is a part of a resource, in which nothing need be there
 * @returns what is wrong, one line each
 */
export function checkSchema(resource: Resource, { isPatch = false } = {}): string[] {
  const kind = `${resource.apiVersion}/${resource.kind}`;
  const validate: ValidateFunction | undefined = ajv.getSchema(`/${kind}`);
  if (validate === undefined) return [`${nameOf(resource)} is a ${kind}, for which there is no schema`];
  const faults = resource.metadata?.name ? [] : [`a ${kind} has no name`];
  validate(resource);
  for (const error of validate.errors ?? []) {
    if (!isPatch || error.keyword !== 'required') faults.push(`${nameOf(resource)}: ${describe(error)}`);
  }
  return faults;
}

function describe({ keyword, instancePath, params, message }: ErrorObject): string {
  if (keyword === 'additionalProperties') {
    return `${instancePath} has an unknown field "${params.additionalProperty}"`;
  }
  return `${instancePath} ${message}`;
}
