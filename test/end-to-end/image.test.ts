import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, IMAGE_FLAGS } from '../../scripts/bundle/build-function.ts';
import type { Engine } from '../../scripts/image/engine.ts';
import { TINI } from '../../scripts/image/lay-tini.ts';
import { IMAGE_LIMIT_MB, readLayers } from '../../scripts/image/layers.ts';
import { podman, stopContainer } from '../../scripts/servers/container.ts';
import { buildOnLocalBase, EPOCH_SECONDS, missing, removeContainers, start } from '../helpers/images.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

const NUM_LINES = 50_000;
const HTTP = 'localhost/movie-sentiment-test-http';
const EVENTS = 'localhost/movie-sentiment-test-events';
const REVIEW = 'A lovely film with fine performances, though not as funny or moving as it could be. ';

let scratch: string;

async function inspect(tag: string) {
  return JSON.parse(await podman('image', 'inspect', tag))[0];
}

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: reply.status, type: reply.headers.get('content-type'), body: await reply.text() };
}

describe.skipIf(missing !== undefined)('the image', () => {
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'movie-sentiment-'));
    await buildOnLocalBase('http', HTTP);
    await buildOnLocalBase('events', EVENTS);
  });
  afterAll(async () => {
    killAll();
    await removeContainers();
    for (const tag of [HTTP, EVENTS]) await podman('rmi', '--force', '--ignore', tag, `${tag}-again`);
    await rm(scratch, { recursive: true });
  });

  test.each<[string, 'http' | 'events', Engine]>([
    [HTTP, 'http', 'podman'],
    [HTTP, 'http', 'buildah'],
    [EVENTS, 'events', 'podman'],
  ])('%s has the same layers when it is built again, %s by %s', async (tag, name, engine) => {
    await buildOnLocalBase(name, `${tag}-again`, engine);
    const [first, again] = [await inspect(tag), await inspect(`${tag}-again`)];
    expect(again.RootFS.Layers).toEqual(first.RootFS.Layers);
    expect(again.Id).toBe(first.Id);
  });

  test('runs Node.js below tini, as a user without rights, within its memory', async () => {
    const { Config, Labels, Created } = await inspect(HTTP);
    const Entrypoint = ['/usr/bin/tini-static', '-e', '143', '--', '/nodejs/bin/node', '/app/index.js'];
    expect(Config).toMatchObject({ User: '65532:65532', Entrypoint });
    expect(Config.Env).toContain(`NODE_OPTIONS=${IMAGE_FLAGS.join(' ')}`);
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(Labels).toMatchObject({
      'org.opencontainers.image.title': 'movie-sentiment-http',
      'org.opencontainers.image.description': expect.stringContaining('Sentiment'),
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.created': new Date(EPOCH_SECONDS * 1000).toISOString(),
    });
    expect(Date.parse(Created)).toBe(EPOCH_SECONDS * 1000);
  });

  test('holds tini as Debian built it, with its licence, and says so to scanners', async () => {
    const root = await podman('image', 'mount', HTTP);
    const status = await readFile(join(root, 'var/lib/dpkg/status.d/tini'), 'utf8');
    const licence = await readFile(join(root, 'usr/share/doc/tini/copyright'), 'utf8');
    const { mode, uid } = await stat(join(root, 'usr/bin/tini-static'));
    await podman('image', 'unmount', HTTP);
    expect(status).toContain(`\nVersion: ${TINI.version}\n`);
    expect(licence).toContain('Permission is hereby granted, free of charge');
    expect({ mode: mode & 0o7777, uid }).toEqual({ mode: 0o755, uid: 0 });
    expect((await readLayers(HTTP)).at(-2)!.paths).toBe('usr var');
  });

  test('holds the bundle and its model and nothing else, in at most 75 MB compressed', async () => {
    const root = await podman('image', 'mount', HTTP);
    const files = await readdir(join(root, 'app'));
    const shells = (await readdir(root)).filter((path) => ['bin', 'sbin', 'build'].includes(path));
    await podman('image', 'unmount', HTTP);
    expect(files.sort()).toEqual([
      'NOTICE',
      'THIRD-PARTY-LICENSES.txt',
      'app.cache',
      'app.cjs',
      'index.js',
      'model.bin',
      'package.json',
      'record.cjs',
      'spans.cjs',
    ]);
    expect(shells).toEqual([]);

    const layers = await readLayers(HTTP);
    for (const { paths, compressedMB } of layers) console.log(`${compressedMB.toFixed(1)} MB: ${paths}`);
    expect(layers.at(-1)!.paths).toBe('app');
    expect(layers.reduce((sum, layer) => sum + layer.compressedMB, 0)).toBeLessThan(IMAGE_LIMIT_MB);
  });

  test.each(['65532', '1000680000:0'])('serves the contract as user %s', async (user) => {
    const { url, pid } = await start(HTTP, { user });
    const folder = join(scratch, 'http');
    await build({ model: 'recurrent', folder });
    const bundle = `http://127.0.0.1:${(await serveBundle(folder)).port}/`;
    const event = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/test', 'ce-type': 'review' };
    const requests: [string, string, Record<string, string>?][] = [
      ['', '{"mytext":"A good film."}'],
      ['', '{"mytext":"A good film."}', { accept: 'text/plain' }],
      ['', '{"mytext":1}'],
      ['', '{"mytext":"A good film."}', event],
      ['?explain=true&sentences=true', '{"mytext":"Not good. Not bad either."}'],
      ['batch', '{"mytexts":["Superb.",""]}'],
      ['batch', '{"mytext":"Superb."}\n', { 'content-type': 'application/x-ndjson' }],
      ['v2/health/ready', ''],
      ['none', ''],
    ];
    for (const [path, body, headers] of requests) {
      const answer = await post(url + path, body, headers);
      expect(answer).toEqual(await post(bundle + path, body, headers));
    }
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^NSpid:.*\t1$/m); // so that it gets the signals
    expect(status).toMatch(new RegExp(`^Uid:\t${Number.parseInt(user, 10)}\t`, 'm'));
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  });

  test('takes events alone where it is built for them', async () => {
    const isReady = (url: string) =>
      fetch(`${url}health/readiness`).then(
        ({ ok }) => ok,
        () => false,
      );
    const { url } = await start(EVENTS, { isReady });
    const headers = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/test', 'ce-type': 'review' };
    expect((await post(url, '{"mytext":"A good film."}', headers)).status).toBe(200);
    expect((await post(url, '{"mytext":"A good film."}')).status).toBe(400);
  });

  test('V8 takes the code cache that is in it', async () => {
    const script = `
      import { syncBuiltinESMExports } from 'node:module';
      import vm from 'node:vm';
      const { Script } = vm;
      vm.Script = class extends Script {
        constructor(...args) { super(...args); console.log('rejected', this.cachedDataRejected); process.exit(); }
      };
      syncBuiltinESMExports();
      await import('/app/index.js');`;
    const node = ['--entrypoint', '/nodejs/bin/node', HTTP, '--input-type=module', '--eval', script];
    const limits = ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'];
    expect(await podman('run', '--rm', ...limits, ...node)).toBe('rejected false');
  });

  test('writes no file, also where it could', async () => {
    const { id, url } = await start(HTTP, { isWritable: true });
    for (let i = 0; i < 10; i++) await post(`${url}?explain=true`, JSON.stringify({ mytext: REVIEW }));
    // podman itself lays /etc/hosts and the like into a container.
    const changes = (await podman('diff', id))
      .split('\n')
      .filter((line) => !/^. \/(etc|run|dev|proc|sys)\b/.test(line));
    expect(changes).toEqual([]);
  });

  test('bears batches of a megabyte, explanations and a long stream in 192 MB', async () => {
    const container = await start(HTTP);
    const { id, url } = container;
    const texts = (count: number, repeats: number) =>
      JSON.stringify({ mytexts: Array(count).fill(REVIEW.repeat(repeats)) });
    const heavy = [
      ...Array(4).fill(['batch', texts(1000, 12)]),
      ...Array(4).fill(['batch?explain=true', texts(100, 3)]),
      ...Array(8).fill(['?explain=true', JSON.stringify({ mytext: REVIEW.repeat(50) })]),
    ];
    const statuses = await Promise.all(
      heavy.map(async ([path, body]) => (await post(url + path, body)).status),
    );
    expect(statuses).toEqual(Array(heavy.length).fill(200));
    expect(await countAnswers(url)).toBe(NUM_LINES);
    expect(await stopContainer(container)).toMatchObject({ exitCode: 0 });
    expect(await podman('inspect', '--format', '{{.State.OOMKilled}}', id)).toBe('false');
  });
});

/** How many lines of a long stream are answered. */
async function countAnswers(url: string): Promise<number> {
  const request = httpRequest(`${url}batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const writing = (async () => {
    for (let id = 0; id < NUM_LINES; id++) {
      if (!request.write(`${JSON.stringify({ mytext: REVIEW, id })}\n`)) await once(request, 'drain');
    }
    request.end();
  })();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let numAnswers = 0;
  for await (const line of createInterface(response)) if (line.includes('"sentiment"')) numAnswers++;
  await writing;
  return numAnswers;
}
