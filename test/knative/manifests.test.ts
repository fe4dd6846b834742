import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkSchema } from '../helpers/check-schema.ts';
import { checkReferences, checkTraps } from '../helpers/check-traps.ts';
import { KNATIVE, readManifests } from '../helpers/manifests.ts';

const files = await readManifests();
const resources = files.filter(({ isKustomization }) => !isKustomization);
const kustomizations = files.filter(({ isKustomization }) => isKustomization);

describe.each(resources)('$path', ({ path, isPatch, resource }) => {
  test('has no field that its definition does not know, and none that needs a feature flag', () => {
    expect(checkSchema(resource, { isPatch })).toEqual([]);
  });

  test.skipIf(isPatch)('falls into no trap', () => {
    expect(checkTraps(resource)).toEqual([]);
  });

  test('is named for its kind', () => {
    const kind = resource.kind.replace(/\B[A-Z]/g, '-$&').toLowerCase();
    expect(basename(path)).toMatch(new RegExp(`^${kind}(-[a-z-]+)?\\.yaml$`));
  });
});

test('every file is in the kustomization of its folder or of the folder above', () => {
  const named = kustomizations.flatMap(({ path, resource }) =>
    [...(resource.resources ?? []), ...(resource.patches ?? []).map((patch: { path?: string }) => patch.path)]
      .filter((entry) => entry?.endsWith('.yaml'))
      .map((entry) => join(dirname(path), entry)),
  );
  expect(named.sort()).toEqual(resources.map(({ path }) => path).sort());
});

test('our overlays change namespace, image and scale alone, and no name', () => {
  for (const { resource } of kustomizations.filter(({ path }) => /^overlays\/(eks|local)\//.test(path))) {
    const { apiVersion, kind, ...changes } = resource;
    for (const name of Object.keys(changes)) {
      expect(['namespace', 'resources', 'components', 'images', 'patches']).toContain(name);
    }
    for (const { patch } of (changes.patches ?? []) as { patch: string }[]) {
      expect(patch.match(/path: \S+/g)!.every((path) => path.includes('autoscaling.knative.dev~1'))).toBe(
        true,
      );
    }
  }
});

test('every component is rendered by a test', async () => {
  const everyComponent = join(import.meta.dirname, 'every-component/kustomization.yaml');
  const paths: string[] = [
    ...kustomizations.find(({ path }) => path === 'overlays/eks/kustomization.yaml')!.resource.components,
    ...parse(await readFile(everyComponent, 'utf8')).components,
  ];
  const components = await readdir(join(KNATIVE, 'components'));
  expect(paths.map((path) => basename(path)).sort()).toEqual(components.sort());
});

test('every reference between resources leads somewhere', async () => {
  expect(checkReferences(resources.map(({ resource }) => resource))).toEqual([]);
});
