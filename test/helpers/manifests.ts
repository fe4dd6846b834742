import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** The folder of the manifests. */
export const KNATIVE = join(import.meta.dirname, '../../knative');

/** A resource of Kubernetes, or a patch of one. */
export interface Resource {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: its shape is what the tests check
  [field: string]: any;
}

/** How messages name a resource. */
export function nameOf({ kind, metadata }: Resource): string {
  return `${kind} ${metadata?.name}`;
}

/** The resources of a stream of YAML documents. */
export function parseResources(yaml: string): Resource[] {
  return parseAllDocuments(yaml).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

export interface ManifestFile {
  /** Below knative/. */
  path: string;
  isKustomization: boolean;
  /** Whether it is a part of a resource, to be merged into the whole one. */
  isPatch: boolean;
  resource: Resource;
}

/** Every YAML file of the base, the components and the overlays. */
export async function readManifests(): Promise<ManifestFile[]> {
  const folders = ['base', 'components', 'overlays'];
  const entries = await Promise.all(
    folders.map((folder) => readdir(join(KNATIVE, folder), { recursive: true, withFileTypes: true })),
  );
  const paths = entries
    .flat()
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(KNATIVE, path),
      isKustomization: basename(path) === 'kustomization.yaml',
      isPatch: path.endsWith('-patch.yaml'),
      resource: parse(await readFile(path, 'utf8')),
    })),
  );
}

/** The resources of one folder below knative/, as its files have them. */
export async function readResources(folder: string): Promise<Resource[]> {
  const files = await readManifests();
  return files
    .filter(({ path, isKustomization }) => dirname(path) === folder && !isKustomization)
    .map(({ resource }) => resource);
}
