import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { LIBRARIES } from '../../scripts/bundle/index.ts';
import { podman, stopContainer } from '../../scripts/servers/container.ts';
import { buildOnLocalBase, missing, removeContainers, start } from '../helpers/images.ts';
import { hasRuntime } from '../helpers/onnx-runtime.ts';
import { tinyTransformerBytes } from '../helpers/tiny-transformer.ts';

const TAG = 'localhost/movie-sentiment-test-transformer';

describe.skipIf(missing !== undefined || !hasRuntime)('the image of a transformer', () => {
  beforeAll(async () => {
    const model = join(await mkdtemp(join(inject('scratch'), 'transformer-')), 'tiny.bin');
    await writeFile(model, tinyTransformerBytes());
    await buildOnLocalBase('http', TAG, 'podman', model);
    await buildOnLocalBase('http', `${TAG}-again`, 'podman', model);
  });
  afterAll(async () => {
    await removeContainers();
    for (const tag of [TAG, `${TAG}-again`]) await podman('rmi', '--force', '--ignore', tag);
  });

  test('has the same layers when it is built again', async () => {
    const layersOf = (tag: string) => podman('image', 'inspect', '--format', '{{json .RootFS.Layers}}', tag);
    expect(await layersOf(`${TAG}-again`)).toBe(await layersOf(TAG));
  });

  test('has one library, of its own architecture', async () => {
    const root = await podman('image', 'mount', TAG);
    const folders = await readdir(join(root, 'app', LIBRARIES, 'linux'));
    await podman('image', 'unmount', TAG);
    expect(folders).toEqual([process.arch]);
  });

  test('answers without any right, from a base that has what the library needs', async () => {
    const container = await start(TAG, { memory: '256m' });
    const body = JSON.stringify({ mytext: 'A good film.' });
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(container.url, { method: 'POST', headers, body });
    expect(await reply.json()).toMatchObject({ model: expect.stringMatching(/^transformer-/) });
    expect(await stopContainer(container)).toMatchObject({ exitCode: 0 });
  });
});
