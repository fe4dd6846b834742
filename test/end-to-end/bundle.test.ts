import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, FUNCTIONS, NODE_FLAGS } from '../../scripts/bundle/build-function.ts';
import { bundle } from '../../scripts/bundle/bundle.ts';
import { CACHE_FILE } from '../../scripts/bundle/compile-app.ts';
import { ROOT } from '../../scripts/program/root.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

let scratch: string;
let built: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'bundle-'));
  built = join(scratch, 'built');
  await build({ model: 'linear', folder: built });
});
afterAll(async () => {
  killAll();
  await rm(scratch, { recursive: true });
});

/** Whether V8 takes the code cache in a folder, called with these flags: undefined where it is not given one. */
function isCacheRejected(folder: string, flags: readonly string[]): boolean | undefined {
  const program = `
    const { compileApp } = await import('${new URL('../../scripts/bundle/compile-app.ts', import.meta.url)}');
    console.log(JSON.stringify({ rejected: compileApp(${JSON.stringify(folder)}).cachedDataRejected }));
  `;
  const args = [...flags, '--input-type=module', '--eval', program];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })).rejected;
}

/** The SHA-256 of each file of a folder, by its name. */
async function hashFiles(folder: string): Promise<Record<string, string>> {
  const hashes = (await readdir(folder)).sort().map(async (file) => {
    const bytes = await readFile(join(folder, file));
    return [file, createHash('sha256').update(bytes).digest('hex')];
  });
  return Object.fromEntries(await Promise.all(hashes));
}

/** A copy of the built folder with another code cache. */
async function withCache(name: string, change: (cache: Buffer) => Uint8Array): Promise<string> {
  const folder = join(scratch, name);
  await cp(built, folder, { recursive: true });
  await writeFile(join(folder, CACHE_FILE), change(await readFile(join(folder, CACHE_FILE))));
  return folder;
}

async function classify(folder: string): Promise<unknown> {
  const { child, port } = await serveBundle(folder);
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mytext: 'A good film. It is not great.' }),
  });
  child.kill('SIGKILL');
  return { status: response.status, body: await response.json() };
}

test.each(['http', 'events'] as const)(
  '%s has the same bytes wherever and whenever it is built',
  async (name) => {
    const folders = ['one', 'another-one'].map((folder) => join(scratch, `${name}-${folder}`));
    for (const folder of folders) await build({ model: 'linear', name, folder });
    const [first, second] = await Promise.all(folders.map(hashFiles));
    expect(second).toEqual(first);
    expect(first).toHaveProperty([CACHE_FILE]);
  },
);

test('the code cache is taken, with the flags that the function is called with and without', () => {
  expect(isCacheRejected(built, NODE_FLAGS)).toBe(false);
  expect(isCacheRejected(built, [])).toBe(false);
});

test('a code cache of other settings of V8 is not, and the bundle answers all the same', async () => {
  expect(isCacheRejected(built, ['--stack-size=900'])).toBe(true);
});

test.each<[string, (cache: Buffer) => Uint8Array]>([
  ['damaged', (cache) => cache.fill(0xff, cache.length >> 1, (cache.length >> 1) + 8)],
  ['cut short', (cache) => cache.subarray(0, 100_000)],
  ['empty', () => new Uint8Array()],
])('a code cache that is %s is left aside', async (name, change) => {
  const folder = await withCache(name, change);
  expect(isCacheRejected(folder, NODE_FLAGS)).toBeUndefined();
  expect(await classify(folder)).toEqual(await classify(built));
});

test('so is one for other code', async () => {
  const folder = await withCache('other-code', (cache) => cache);
  await writeFile(join(folder, 'app.cjs'), '// other\n', { flag: 'a' });
  expect(isCacheRejected(folder, NODE_FLAGS)).toBeUndefined();
});

test('without a code cache the bundle answers the same', async () => {
  const folder = await withCache('none', () => new Uint8Array());
  await rm(join(folder, CACHE_FILE));
  expect(await classify(folder)).toEqual(await classify(built));
});

test.each(FUNCTIONS)('%s refuses an older Node.js in one line, before it loads anything', async (name) => {
  const folder = join(scratch, `${name}-alone`);
  await mkdir(folder);
  const { edge } = await bundle(join(ROOT, 'functions', name, 'index.ts'));
  await writeFile(join(folder, 'index.mjs'), edge);
  const older = `Object.defineProperties(process, {
    version: { value: 'v22.11.0' },
    versions: { value: { ...process.versions, node: '22.11.0' } },
  });`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(older)}`, join(folder, 'index.mjs')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'movie-sentiment needs Node.js 24 or newer; this is v22.11.0\n',
  });
});
