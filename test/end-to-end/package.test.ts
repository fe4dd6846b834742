import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PACKAGE = 'movie-sentiment-classifier';

/** An empty project outside the repository, in which the packed classifier is installed. */
let project: string;
/** What the tarball holds, relative to the package. */
let packed: string[];

/** Runs a program in the project, with the Node.js of the tests, and gives what it printed. */
async function run(program: string, ...args: string[]): Promise<string> {
  const PATH = [join(process.execPath, '..'), process.env.PATH].join(':');
  const env = { ...process.env, PATH, NODE_PATH: '', NODE_OPTIONS: '' };
  const { stdout } = await promisify(execFile)(program, args, { cwd: project, env });
  return stdout;
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'consumer-'));
  await writeFile(join(project, 'package.json'), '{ "name": "consumer", "private": true }\n');
  const pack = [
    '--workspace',
    PACKAGE,
    '--pack-destination',
    project,
    '--json',
    '--foreground-scripts=false',
  ];
  const [{ filename, files }] = JSON.parse(await run('npm', 'pack', '--prefix', ROOT, ...pack));
  packed = files.map(({ path }: { path: string }) => path);
  await run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', join(project, filename));
});
afterAll(() => rm(project, { recursive: true }));

test('the package holds what is built and the models, and neither sources, tests nor training', () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      'package.json',
      'dist/index.js',
      'dist/index.d.ts',
      'models/linear.bin',
      'models/recurrent.bin',
    ]),
  );
  const others = packed.filter((path) => !/^(dist\/.*\.(js|d\.ts)|models\/.*|[^/]+)$/.test(path));
  expect(others).toEqual([]);
  expect(packed.filter((path) => /training|test|(?<!\.d)\.ts$/.test(path))).toEqual([]);
});

/** What both module systems do with the package. */
const CLASSIFY = `
  const file = require.resolve('${PACKAGE}/models/recurrent.bin');
  const classifier = loadClassifier(readFileSync(file));
  console.log(JSON.stringify(classifier.classify('A wonderful, moving film.')));
`;
const POSITIVE = {
  sentiment: expect.stringMatching(/positive$/),
  label: expect.any(Number),
  confidence: expect.any(Number),
  probabilities: expect.objectContaining({ negative: expect.any(Number) }),
  valence: expect.any(Number),
  coverage: 1,
  model: expect.stringMatching(/^recurrent-[0-9a-f]{8}$/),
};

test('an ES module classifies with the model that comes in the package', async () => {
  await writeFile(
    join(project, 'classify.mjs'),
    `import { readFileSync } from 'node:fs';
     import { createRequire } from 'node:module';
     import { loadClassifier } from '${PACKAGE}';
     const require = createRequire(import.meta.url);
     ${CLASSIFY}`,
  );
  expect(JSON.parse(await run('node', 'classify.mjs'))).toEqual(POSITIVE);
});

test('a CommonJS module classifies with the model that comes in the package', async () => {
  await writeFile(
    join(project, 'classify.cjs'),
    `const { readFileSync } = require('node:fs');
     const { loadClassifier } = require('${PACKAGE}');
     ${CLASSIFY}`,
  );
  expect(JSON.parse(await run('node', 'classify.cjs'))).toEqual(POSITIVE);
});

test('what is not exported cannot be reached', async () => {
  const deep = `import('${PACKAGE}/dist/tokenize.js').then(console.log, (error) => console.log(error.code))`;
  expect(await run('node', '--eval', deep)).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
});

test('strict TypeScript accepts what is right and refuses what is wrong, without types of Node.js', async () => {
  const folder = join(project, 'types');
  await mkdir(folder);
  await writeFile(
    join(folder, 'consumer.ts'),
    `import {
       type Classification, type Classifier, ClassifierError, loadClassifier, ModelFormatError,
       SENTIMENTS, tokenize,
     } from '${PACKAGE}';

     export function classify(bytes: Uint8Array): Classification {
       const classifier: Classifier = loadClassifier(bytes);
       const result = classifier.classify('A wonderful, moving film.');
       const sentiment: string = result.sentiment;
       const sum: number = SENTIMENTS.reduce((total, name) => total + result.probabilities[name]!, 0);
       const starts: number[] = tokenize('a film').map((token) => token.start);
       const rows: number = classifier.header.provenance.rows;
       if (sum > 2) throw new ModelFormatError(\`\${sentiment} \${starts.join()} \${rows}\`);
       return result;
     }
     export const isOurs = (error: unknown): boolean =>
       error instanceof ClassifierError && error.code === 'MODEL_FORMAT';

     // @ts-expect-error a text is a string
     export const wrongText = (classifier: Classifier) => classifier.classify(1);
     // @ts-expect-error there is no such sentiment
     export const wrongName: (typeof SENTIMENTS)[number] = 'natural';
     // @ts-expect-error bytes, not a path
     export const wrongBytes = () => loadClassifier('models/linear.bin');
    `,
  );
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        module: 'nodenext',
        target: 'es2022',
        noEmit: true,
        types: [],
        skipLibCheck: false,
      },
    }),
  );
  // tsc prints what it finds wrong on standard output, and fails.
  const problems = await run(join(ROOT, 'node_modules/.bin/tsc'), '-p', folder).catch(
    (error: { stdout: string }) => error.stdout,
  );
  expect(problems).toBe('');
});
