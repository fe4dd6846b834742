import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSchema } from '../helpers/check-schema.ts';
import { checkReferences, checkTraps } from '../helpers/check-traps.ts';
import { KNATIVE, nameOf, type Resource } from '../helpers/manifests.ts';
import { render, renderer } from '../helpers/render.ts';

const NAMESPACE = 'movie-sentiment';
/** What a stock installation of Eventing refuses, since it needs OIDC. */
const NEEDS_FLAG = 'EventPolicy';

if (renderer === undefined) {
  console.warn('SKIPPED: nothing is rendered, since neither kustomize nor kubectl is installed');
}

describe.skipIf(renderer === undefined).each([
  { name: 'base', folder: join(KNATIVE, 'base') },
  { name: 'overlays/local', folder: join(KNATIVE, 'overlays/local'), namespace: NAMESPACE },
  { name: 'overlays/eks', folder: join(KNATIVE, 'overlays/eks'), namespace: NAMESPACE, isRemote: true },
  {
    name: 'every component',
    folder: join(import.meta.dirname, 'every-component'),
    namespace: NAMESPACE,
    isRemote: true,
  },
])('$name, rendered', ({ name, folder, namespace, isRemote = false }) => {
  const resources = renderer === undefined ? [] : render(folder);
  const services = resources.filter(({ apiVersion }) => apiVersion === 'serving.knative.dev/v1');

  test('keeps to the definitions of its kinds', () => {
    expect(resources.flatMap((resource) => checkSchema(resource))).toEqual([]);
    expect(services.map(nameOf)).toEqual(['Service sentiment-events', 'Service sentiment-http']);
  });

  test('falls into no trap', () => {
    expect(resources.flatMap((resource) => checkTraps(resource, { isRemote }))).toEqual([]);
    expect(checkReferences(resources)).toEqual([]);
  });

  test('is in one namespace', () => {
    for (const resource of resources.filter(({ kind }) => kind !== 'Namespace')) {
      expect([nameOf(resource), resource.metadata.namespace]).toEqual([nameOf(resource), namespace]);
    }
    const claim = resources.find(({ kind }) => kind === 'ClusterDomainClaim');
    if (claim) expect(claim.spec.namespace).toBe(namespace);
  });

  test('exposes sentiment-http alone', () => {
    const visibility = services.map(({ metadata }) => metadata.labels?.['networking.knative.dev/visibility']);
    expect(visibility).toEqual(['cluster-local', undefined]);
    for (const { spec } of resources.filter(({ kind }) => kind === 'DomainMapping')) {
      expect(spec.ref.name).toBe('sentiment-http');
    }
  });

  test('takes images from where its cluster finds them', () => {
    const prefix = { base: 'sentiment-', 'overlays/local': 'dev.local/movie-sentiment-' }[name];
    for (const image of imagesIn(resources)) {
      expect(image).toMatch(prefix ?? /^\S+\.dkr\.ecr\.\S+\.amazonaws\.com\/movie-sentiment-\w+@sha256:/);
    }
  });

  test.skipIf(name === 'every component')('needs no feature flag', () => {
    expect(resources.map(({ kind }) => kind)).not.toContain(NEEDS_FLAG);
  });
});

describe.skipIf(renderer === undefined)('a canary', () => {
  test('sends all requests somewhere, by revision and by tag', () => {
    const resources = renderer === undefined ? [] : render(join(import.meta.dirname, 'every-component'));
    const { spec } = resources.find(({ metadata }) => metadata.name === 'sentiment-http')!;
    const traffic: Record<string, unknown>[] = spec.traffic;
    expect(traffic.reduce((sum, { percent }) => sum + Number(percent), 0)).toBe(100);
    expect(traffic.map(({ tag }) => tag)).toEqual(['stable', 'canary']);
    for (const { revisionName, latestRevision } of traffic) {
      expect(latestRevision === true || /^sentiment-http-\d{5}$/.test(String(revisionName))).toBe(true);
    }
  });
});

/** Every image of a container, wherever it is. */
function imagesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Resource).flatMap(([name, inner]) =>
    name === 'image' && typeof inner === 'string' ? [inner] : imagesIn(inner),
  );
}
