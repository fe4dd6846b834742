import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test, vi } from 'vitest';
import { IMAGE_FLAGS } from '../../scripts/bundle/build-function.ts';
import {
  architecturesOf,
  buildArguments,
  HOST,
  type ImageOptions,
} from '../../scripts/image/build-arguments.ts';
import { layTini, TINI_SHA256 } from '../../scripts/image/lay-tini.ts';
import { pushArguments } from '../../scripts/image/push.ts';
import { UsageError } from '../../scripts/program/run-program.ts';
import { runInProcess } from '../helpers/run-in-process.ts';
import { runScript } from '../helpers/run-script.ts';

const OPTIONS: ImageOptions = {
  engine: 'podman',
  name: 'http',
  model: 'recurrent',
  isTransformer: false,
  tag: 'movie-sentiment-http',
  cache: true,
  labels: { 'org.opencontainers.image.version': '1.0.0' },
  epochSeconds: 1_700_000_000,
};

/** The arguments as one line. */
function argumentsFor(options: Partial<ImageOptions>): string {
  return buildArguments({ ...OPTIONS, ...options }, '/repo/knative/Containerfile', '/repo').join(' ');
}

test('the image of a program has no code cache, which requests would make', () => {
  expect(argumentsFor({ name: 'classify' })).toContain(
    '--build-arg FUNCTION=classify --build-arg APP=plain ',
  );
});

test('the image is built from source, dated and labeled', () => {
  expect(argumentsFor({})).toBe(
    'build --file /repo/knative/Containerfile --timestamp 1700000000 --layers=false --force-rm --pull=missing ' +
      '--tag movie-sentiment-http --build-arg FUNCTION=http --build-arg APP=cached --build-arg BUNDLE=from-source --build-arg MODEL=recurrent ' +
      '--label org.opencontainers.image.version=1.0.0 /repo',
  );
});

test('with other images to build and to run in', () => {
  const args = argumentsFor({ builder: 'node:24', base: 'mine', cache: false });
  expect(args).toContain('--no-cache ');
  expect(args).toContain('--build-arg BUILDER=node:24 --build-arg BASE=mine ');
});

test('a bundle made by the host needs neither a builder nor a model', () => {
  const args = argumentsFor({ builder: HOST, model: '/elsewhere/model.bin' });
  expect(args).toContain('--build-arg BUNDLE=from-host ');
  expect(args).not.toMatch(/BUILDER=|MODEL=/);
});

test('several platforms make a manifest', () => {
  const platform = 'linux/amd64,linux/arm64';
  expect(argumentsFor({ platform })).toContain(`--manifest movie-sentiment-http --platform ${platform} `);
  expect(argumentsFor({ platform: 'linux/arm64' })).toContain(
    '--tag movie-sentiment-http --platform linux/arm64 ',
  );
});

test('docker is asked for the same with its own words', () => {
  const args = argumentsFor({ engine: 'docker' });
  expect(args).toContain('buildx build --file /repo/knative/Containerfile ');
  expect(args).toContain('--build-arg SOURCE_DATE_EPOCH=1700000000 ');
  expect(args).toContain('--output type=docker,name=movie-sentiment-http,rewrite-timestamp=true ');
  expect(args).not.toContain('--timestamp');
});

test('docker pushes as it builds, and keeps several platforms nowhere else', () => {
  const platform = 'linux/amd64,linux/arm64';
  const args = argumentsFor({ engine: 'docker', platform, digestFile: '/tmp/digest' });
  expect(args).toContain('--output type=image,push=true,name=movie-sentiment-http,rewrite-timestamp=true ');
  expect(args).toContain('--metadata-file /tmp/digest ');
  expect(() => argumentsFor({ engine: 'docker', platform })).toThrow('expected --push too');
});

test('podman and buildah push what they have built, with all its platforms', () => {
  const args = (platform?: string) => pushArguments({ tag: 'r/http:1', platform }, '/tmp/digest').join(' ');
  expect(args()).toBe('push --digestfile /tmp/digest r/http:1 docker://r/http:1');
  expect(args('linux/amd64,linux/arm64')).toBe(
    'manifest push --all --digestfile /tmp/digest r/http:1 docker://r/http:1',
  );
});

test('a model file must lie where the build sees it', () => {
  expect(argumentsFor({ model: '/repo/models/mine.bin' })).toContain('MODEL=models/mine.bin ');
  expect(() => argumentsFor({ model: '/elsewhere/mine.bin' })).toThrow(UsageError);
  expect(() => argumentsFor({ model: '/elsewhere/mine.bin' })).toThrow('mine.bin lies outside of /repo');
});

test('each platform of an image gets the first process of its architecture', () => {
  expect(architecturesOf('linux/amd64,linux/arm64/v8')).toEqual(['amd64', 'arm64']);
  expect(architecturesOf()).toEqual([process.arch === 'x64' ? 'amd64' : process.arch]);
});

/** A folder with nothing in it yet. */
const emptyFolder = () => mkdtemp(join(inject('scratch'), 'tini-'));

test.each([
  ['an architecture that is not pinned', 'riscv64', new Response(), 'expected amd64 or arm64'],
  ['a package that is gone', 'amd64', new Response('', { status: 404 }), '_amd64.deb answered 404'],
  ['another package', 'arm64', new Response('other'), `expected ${TINI_SHA256.arm64}`],
])('%s is not laid into an image', async (_, architecture, response, message) => {
  const folder = await emptyFolder();
  vi.stubGlobal('fetch', async () => response);
  try {
    await expect(layTini(architecture, folder)).rejects.toThrow(message);
  } finally {
    vi.unstubAllGlobals();
  }
  expect(await readdir(folder)).toEqual([]);
});

test('nor is one that cannot be fetched', async () => {
  vi.stubGlobal('fetch', () =>
    Promise.reject(new TypeError('fetch failed', { cause: new Error('no network') })),
  );
  const laid = layTini('amd64', await emptyFolder()).finally(() => vi.unstubAllGlobals());
  await expect(laid).rejects.toThrow('_amd64.deb cannot be fetched: no network');
});

test('Node.js is called in the image as everywhere', async () => {
  const containerfile = await readFile('knative/Containerfile', 'utf8');
  expect(containerfile).toContain(`NODE_OPTIONS="${IMAGE_FLAGS.join(' ')}"`);
});

/** A folder with an engine that does what `shell` says; all others are missing where PATH is this folder. */
async function fakeEngine(name: string, shell = 'echo "called with $*"'): Promise<string> {
  const folder = join(await mkdtemp(join(inject('scratch'), 'engine-')), 'bin');
  await mkdir(folder);
  await writeFile(join(folder, name), `#!/bin/sh\n${shell}\n`);
  await chmod(join(folder, name), 0o755);
  return folder;
}

test('the engine that is there is found and called', async () => {
  const PATH = await fakeEngine('buildah');
  const { code, stdout, stderr } = await runScript('image.ts', ['--tag', 'mine'], { env: { PATH } });
  expect(stderr).toContain('+ buildah build --file ');
  expect(stderr).toContain('called with build --file ');
  expect(stdout).toBe('built mine with buildah\n');
  expect(code).toBe(0);
});

test.each([
  ['podman', '--digestfile', (digest: string) => digest],
  ['docker', '--metadata-file', (digest: string) => JSON.stringify({ 'containerimage.digest': digest })],
])('with --push %s prints the image by its digest alone', async (engine, option, write) => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  // Writes to the file that the option names.
  const shell = `previous=; for word; do [ "$previous" != ${option} ] || echo '${write(digest)}' > "$word"; previous=$word; done`;
  const PATH = await fakeEngine(engine, shell);
  const args = ['--push', '--tag', 'registry.example:5000/http:1.0'];
  const { code, stdout } = await runInProcess('image.ts', args, { env: { PATH } });
  expect(stdout).toBe(`registry.example:5000/http@${digest}\n`);
  expect(code).toBe(0);
});

test('one that fails ends it with its name', async () => {
  const PATH = await fakeEngine('podman', 'exit 3');
  const { code, stderr } = await runInProcess('image.ts', [], { env: { PATH } });
  expect(stderr).toBe(
    'error: found no podman, buildah or docker that works; on Debian, "apt-get install buildah podman runc" installs two\n',
  );
  expect(code).toBe(1);
});

test.each([
  [['--function', 'lambda'], "argument 'lambda' is invalid"],
  [['--engine', 'kaniko'], "argument 'kaniko' is invalid"],
  [['--engine', 'docker'], 'found no docker that works'],
  [['--base', 'local', '--platform', 'linux/arm64'], "--base local supports only this machine's platform"],
  [['--model', '/elsewhere/mine.bin'], 'mine.bin lies outside of'],
  [['image'], 'too many arguments'],
])('%j is refused', async (args, message) => {
  const PATH = await fakeEngine('podman');
  const { code, stdout, stderr } = await runInProcess('image.ts', args, { env: { PATH } });
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});
