import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { findDeepImports } from '../../scripts/lint-imports/deep-imports.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Creates a house of its own with the files given. */
async function build(files: Readonly<Record<string, string>>): Promise<string> {
  const house = await mkdtemp(join(inject('scratch'), 'house-'));
  for (const [file, source] of Object.entries(files)) {
    await mkdir(dirname(join(house, file)), { recursive: true });
    await writeFile(join(house, file), source);
  }
  return house;
}

/** Runs a linter of node_modules/.bin in a house; one that finds something ends with an exit code of its own. */
async function lint(house: string, tool: string, args: readonly string[]): Promise<string> {
  const options = { cwd: house, maxBuffer: 2 ** 24 };
  return promisify(execFile)(join(ROOT, 'node_modules/.bin', tool), args, options).then(
    ({ stdout }) => stdout,
    ({ code, stdout, stderr }: { code: unknown; stdout: string; stderr: string }) => {
      if (typeof code === 'number' && stdout !== '') return stdout;
      throw new Error(stderr);
    },
  );
}

describe('what biome.json forbids', () => {
  /** Each with one import that is forbidden. */
  const FORBIDDEN = {
    'functions/imports-scripts.ts': "import '../scripts/leaf.ts';",
    'functions/wire/imports-script-type.ts': "import type { leaf } from '../../scripts/leaf.ts';",
    'functions/imports-test.ts': "import '../test/leaf.ts';",
    'scripts/imports-test.ts': "export * from '../test/leaf.ts';",
    'classifier/src/imports-test.ts': "import '../../test/leaf.ts';",
    'classifier/src/imports-functions.ts': "import '../../functions/leaf.ts';",
    'classifier/src/imports-scripts.ts': "import '../../scripts/leaf.ts';",
    'classifier/src/imports-node.ts': "import 'node:path';",
    'classifier/src/imports-node-files.ts': "await import('node:fs/promises');",
    'classifier/src/linear/imports-training.ts': "import '../../training/leaf.ts';",
    'classifier/training/imports-node-files.ts': "import 'node:fs';",
    'classifier/training/imports-scripts.ts': "import '../../scripts/leaf.ts';",
    'classifier/training/imports-test.ts': "import '../../test/leaf.ts';",
    'vitest.config.ts': "import './test/leaf.ts';",
  };
  const CYCLES = {
    'scripts/first.ts': "import { second } from './second.ts';\nexport const first = () => second;\n",
    'scripts/second.ts': "import { first } from './first.ts';\nexport const second = () => first;\n",
    'functions/one.ts': "import type { Two } from './two.ts';\nexport type One = Two[];\n",
    'functions/two.ts': "import type { One } from './one.ts';\nexport type Two = One[];\n",
  };
  const ALLOWED = {
    'classifier/src/leaf.ts': 'export const leaf = 1;\n',
    'classifier/training/leaf.ts': "import 'node:worker_threads';\nexport * from '../src/leaf.ts';\n",
    'functions/leaf.ts': "import 'node:fs';\nexport * from '../classifier/src/leaf.ts';\n",
    'scripts/leaf.ts': "import '../classifier/training/leaf.ts';\nexport * from '../functions/leaf.ts';\n",
    'scripts/training/leaf.ts': 'export const leaf = 1;\n',
    'scripts/uses-training.ts': "import './training/leaf.ts';\n",
    'test/leaf.ts': "export * from '../scripts/leaf.ts';\n",
    'test/imports-test.ts': "import './leaf.ts';\n",
  };
  let found: { file: string; rule: string }[];

  beforeAll(async () => {
    const settings = JSON.parse(await readFile(join(ROOT, 'biome.json'), 'utf8'));
    // The house is no repository of Git.
    const biome = JSON.stringify({ ...settings, vcs: { enabled: false } });
    const house = await build({ ...FORBIDDEN, ...CYCLES, ...ALLOWED, 'biome.json': biome });
    const rules = ['style/noRestrictedImports', 'suspicious/noImportCycles'].map((rule) => `--only=${rule}`);
    const report = await lint(house, 'biome', [
      'lint',
      '--reporter=json',
      '--max-diagnostics=none',
      ...rules,
    ]);
    found = JSON.parse(report).diagnostics.map(
      ({ location, category }: { location: { path: string }; category: string }) => ({
        file: location.path,
        rule: category,
      }),
    );
  });

  test.each(Object.keys(FORBIDDEN))('%s is found', (file) => {
    expect(found).toContainEqual({ file, rule: 'lint/style/noRestrictedImports' });
  });

  test.each(Object.keys(CYCLES))('%s, one of two that import each other, is found', (file) => {
    expect(found).toContainEqual({ file, rule: 'lint/suspicious/noImportCycles' });
  });

  test('nothing else is', () => {
    const files = [...Object.keys(FORBIDDEN), ...Object.keys(CYCLES)];
    expect(found.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
  });
});

describe('a room with an index.ts', () => {
  const ROOM = {
    'scripts/room/index.ts': "export * from './inside.ts';\nexport * from './alcove/index.ts';\n",
    'scripts/room/inside.ts': 'export const inside = 1;\nexport type Inside = 1;\n',
    'scripts/room/alcove/index.ts': "export * from './deep.ts';\n",
    'scripts/room/alcove/deep.ts': "import '../inside.ts';\nexport const deep = 1;\n",
  };

  test.each([
    ['by its index.ts', "import { inside } from './room/index.ts';"],
    ['by URL, as the file of a worker thread', "new URL('./room/inside.ts', import.meta.url);"],
    ['in name only', "const text = `import './room/inside.ts'`; // import './room/inside.ts'"],
  ])('may be entered %s', async (_, source) => {
    expect(findDeepImports(await build({ ...ROOM, 'scripts/outside.ts': source }))).toEqual([]);
  });

  test.each([
    ['an import', "import { inside } from './room/inside.ts';"],
    ['an import of a type', "import type { Inside } from './room/inside.ts';"],
    ['an import for its effects', "import './room/inside.ts';"],
    ['an export', "export { inside } from './room/inside.ts';"],
    ['an export of all', "export * from './room/inside.ts';"],
    ['an import while it runs', "await import('./room/inside.ts');"],
    ['a type that names the file', "export type Copy = import('./room/inside.ts').Inside;"],
  ])('is not entered past it by %s', async (_, source) => {
    const house = await build({ ...ROOM, 'scripts/outside.ts': `// Outside.\n${source}\n` });
    const target = 'scripts/room/inside.ts';
    expect(findDeepImports(house)).toEqual([
      { file: 'scripts/outside.ts', line: 2, target, door: 'scripts/room/index.ts' },
    ]);
  });

  test('is entered by its own, not by that of a room inside it', async () => {
    const house = await build({ ...ROOM, 'functions/app.ts': "import '../scripts/room/alcove/index.ts';\n" });
    expect(findDeepImports(house)).toMatchObject([
      { target: 'scripts/room/alcove/index.ts', door: 'scripts/room/index.ts' },
    ]);
  });

  test('is open to tests, and src to training', async () => {
    const house = await build({
      ...ROOM,
      'test/room.test.ts': "import '../scripts/room/inside.ts';\n",
      'classifier/src/index.ts': '',
      'classifier/src/inside.ts': '',
      'classifier/training/train.ts': "import '../src/inside.ts';\n",
      'functions/app.ts': "import '../classifier/src/inside.ts';\n",
    });
    expect(findDeepImports(house)).toMatchObject([{ file: 'functions/app.ts' }]);
  });
});

test('knip.json finds a file that nothing imports, and an export that nothing uses', async () => {
  const house = await build({
    'package.json': JSON.stringify({
      type: 'module',
      workspaces: ['classifier'],
      scripts: { run: 'node scripts/program.ts' },
    }),
    'classifier/package.json': JSON.stringify({ name: 'movie-sentiment-classifier' }),
    'scripts/program.ts': "import { used } from './room/library.ts';\nused();\n",
    'scripts/room/library.ts':
      'interface Named {}\nexport const used = (): Named => ({});\nexport const unused = 1;\nexport interface Unused {}\n',
    'scripts/room/orphan.ts': 'export const orphan = 1;\n',
    'classifier/src/index.ts': 'export const published = 1;\n',
    'classifier/training/orphan.ts': 'export const orphan = 1;\n',
  });
  await copyFile(join(ROOT, 'knip.json'), join(house, 'knip.json'));
  const args = ['--reporter', 'json', '--include', 'files,exports,types', '--no-config-hints'];
  const { issues } = JSON.parse(await lint(house, 'knip', args));
  const named = (kind: string): string[] =>
    issues.flatMap((issue: Record<string, { name: string }[]>) => issue[kind]!.map(({ name }) => name));
  expect(named('files').toSorted()).toEqual(['classifier/training/orphan.ts', 'scripts/room/orphan.ts']);
  expect(named('exports')).toEqual(['unused']);
  expect(named('types')).toEqual(['Unused']);
});
