import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../scripts/bundle/build-function.ts';
import { built } from '../helpers/built.ts';
import { runInProcess } from '../helpers/run-in-process.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The most that the code of a function may take, wink's model in it, in bytes. */
const MAX_CODE_BYTES = { http: 5e6, events: 5e6, lambda: 5.5e6, func: 5e6 };

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'movie-sentiment-build-'));
});
afterAll(() => rm(scratch, { recursive: true }));

describe('npm run build', () => {
  test.each(FUNCTIONS)('%s is code within its limit, one model, and the licenses', async (name) => {
    const { sizes, folder } = await built(name);
    expect([...sizes.keys()]).toEqual(
      expect.arrayContaining(['index.js', 'model.bin', 'package.json', 'THIRD-PARTY-LICENSES.txt']),
    );
    const code = [...sizes].filter(([file]) => /\.c?js$/.test(file));
    const codeBytes = code.reduce((sum, [, sizeBytes]) => sum + sizeBytes, 0);
    expect(codeBytes).toBeGreaterThan(1e6);
    expect(codeBytes).toBeLessThan(MAX_CODE_BYTES[name]);
    const model = join(ROOT, 'classifier/models/linear.bin');
    expect(await readFile(join(folder, 'model.bin'))).toEqual(await readFile(model));
  });

  test('a function that is not there is refused with those that are', async () => {
    const { code, stderr } = await runInProcess('build.ts', ['--function', 'cron']);
    expect(code).toBe(1);
    expect(stderr).toContain('Allowed choices are http, events, lambda, func, classify.');
  });
});

describe('npm start without the build tools, as in an image of `func build`', () => {
  /** What is left when development dependencies are pruned: no node_modules at all, since a bundle needs none. */
  async function copyPruned(name: string, paths: string[]): Promise<string> {
    const folder = join(scratch, name);
    for (const path of ['package.json', 'scripts', 'classifier/src', ...paths]) {
      await cp(join(ROOT, path), join(folder, path), { recursive: true });
    }
    return folder;
  }

  async function start(folder: string, ...args: string[]) {
    const { scripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const env = { PORT: '0', PATH: dirname(process.execPath) };
    const child = spawn('/bin/sh', ['-c', [scripts.start, ...args].join(' ')], { cwd: folder, env });
    const stderr = readAll(child.stderr);
    return { child, stderr, exit: once(child, 'close').then(([code]) => code as number | null) };
  }

  test('serves what was built, and says so', async () => {
    const folder = await copyPruned('pruned', []);
    await cp((await built('http')).folder, join(folder, 'dist/http'), { recursive: true });
    const { child, stderr, exit } = await start(folder);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const [, port] = /listens at .*:(\d+)"/.exec(line.toString()) ?? [];
    expect((await fetch(`http://127.0.0.1:${port}/health/readiness`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(await stderr).toBe(
      `the build tools are not installed; serving ${join(folder, 'dist/http/index.js')} as it was built\n`,
    );
  });

  test.each([
    [
      'nothing was built',
      [],
      'found neither the build tools nor a build; run "npm ci" and then "npm run build"',
    ],
    [
      'an option asks for a build',
      ['--model', 'linear'],
      'so no option is accepted; MODEL=FILE names another model',
    ],
  ])('ends in a line where %s', async (name, args, message) => {
    const { stderr, exit } = await start(await copyPruned(name.replaceAll(' ', '-'), []), ...args);
    expect(await exit).toBe(1);
    expect(await stderr).toMatch(/^error: .+\n$/);
    expect(await stderr).toContain(message);
  });
});
