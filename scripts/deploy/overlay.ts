import { existsSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, stringify } from 'yaml';
import { UsageError } from '../program/run-program.ts';
import type { Image } from './image-reference.ts';
import type { Kubectl } from './kubectl.ts';

const OVERLAYS = fileURLToPath(new URL('../../knative/overlays', import.meta.url));

/** A service of an overlay, with the fields that are read here. */
export interface Service {
  name: string;
  namespace: string;
  /** The image in the overlay, without tag and digest. */
  image: string;
}

/** A share of a service's requests, as in `spec.traffic` of a Knative service. */
export interface Traffic {
  revisionName?: string;
  latestRevision?: boolean;
  percent: number;
  tag?: string;
}

/** The changes to an overlay. */
export interface Changes {
  /** The new images, by the image in the overlay. */
  images: ReadonlyMap<string, Image>;
  /** The traffic by service name; a service that is left out sends all requests to its latest revision. */
  traffic: ReadonlyMap<string, readonly Traffic[]>;
  /** The namespace of all resources; by default the overlay's own. */
  namespace?: string;
}

/** Finds the folder of an overlay. @throws UsageError for an unknown name, with the known ones */
export async function findOverlay(name: string): Promise<string> {
  const names = (await readdir(OVERLAYS)).sort();
  if (names.includes(name) && existsSync(join(OVERLAYS, name, 'kustomization.yaml'))) {
    return join(OVERLAYS, name);
  }
  const hint = /[\\/]/.test(name) ? ': --overlay is the name of a folder there, not a path' : '';
  throw new UsageError(`no overlay "${name}" in knative/overlays${hint}; expected ${names.join(', ')}`);
}

/** Renders the manifests of an overlay, or of any folder with a kustomization. */
export function render(kubectl: Kubectl, folder: string): Promise<string> {
  return kubectl(['kustomize', folder]);
}

/** Renders the manifests of an overlay with changes, in a temporary folder. */
export async function renderChanged(kubectl: Kubectl, overlay: string, changes: Changes): Promise<string> {
  // kustomize accepts only relative paths, which a symbolic link would misdirect.
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'deploy-'));
  try {
    const resources = [relative(folder, await realpath(overlay))];
    const kustomization = { resources, ...imagesAndPatches(changes) };
    await writeFile(join(folder, 'kustomization.yaml'), stringify(kustomization));
    return await render(kubectl, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function imagesAndPatches({ images, traffic, namespace }: Changes) {
  return {
    ...(namespace !== undefined && { namespace }),
    images: [...images].map(([name, { repository, tag, digest }]) => ({
      name,
      newName: repository,
      ...(digest === undefined ? { newTag: tag } : { digest }),
    })),
    patches: [...traffic].map(([name, value]) => ({
      target: { group: 'serving.knative.dev', kind: 'Service', name },
      patch: stringify([{ op: 'add', path: '/spec/traffic', value }]),
    })),
  };
}

/** Reads the Knative services among manifests. @throws UsageError if there is none */
export function readServices(manifests: string): Service[] {
  const services = parseAllDocuments(manifests)
    .map((document) => document.toJS())
    .filter((object) => object?.kind === 'Service' && object.apiVersion?.startsWith('serving.knative.dev/'))
    .map(({ metadata, spec }) => ({
      name: metadata.name as string,
      namespace: (metadata.namespace ?? 'default') as string,
      image: withoutVersion(spec.template.spec.containers[0].image),
    }));
  if (services.length > 0) return services;
  throw new UsageError('the overlay has no Knative service');
}

function withoutVersion(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
