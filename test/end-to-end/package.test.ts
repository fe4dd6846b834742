import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsumer, PACKAGE } from '../helpers/consumer.ts';

/** The oldest Node.js that the package says it runs on; npm brings it. */
const OLDEST = '20.19.0';

let project: Awaited<ReturnType<typeof openConsumer>>;
beforeAll(async () => {
  project = await openConsumer();
});
afterAll(() => project[Symbol.asyncDispose]());

test('the package holds what is built and the small models, and neither sources, tests nor training', () => {
  const { packed } = project;
  expect(packed).toEqual(
    expect.arrayContaining([
      'package.json',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/commonjs/index.d.ts',
      'models/linear.bin',
      'models/recurrent.bin',
    ]),
  );
  expect(packed.filter((path) => path.startsWith('models/transformer'))).toEqual([]);
  const others = packed.filter((path) => !/^(dist\/.*\.(js|d\.ts)|models\/.*|[^/]+)$/.test(path));
  expect(others).toEqual(['dist/commonjs/package.json']);
  expect(packed.filter((path) => /training|test|(?<!\.d)\.ts$/.test(path))).toEqual([]);
});

/** What both module systems do with the package. */
const CLASSIFY = `
  const file = require.resolve('${PACKAGE}/models/recurrent.bin');
  const classifier = loadClassifier(readFileSync(file));
  console.log(JSON.stringify(classifier.classify('A wonderful, moving film.')));
`;
const PROGRAMS = {
  'classify.mjs': `import { readFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    import { loadClassifier } from '${PACKAGE}';
    const require = createRequire(import.meta.url);
    ${CLASSIFY}`,
  'classify.cjs': `const { readFileSync } = require('node:fs');
    const { loadClassifier } = require('${PACKAGE}');
    ${CLASSIFY}`,
};
const POSITIVE = {
  sentiment: expect.stringMatching(/positive$/),
  label: expect.any(Number),
  confidence: expect.any(Number),
  probabilities: expect.objectContaining({ negative: expect.any(Number) }),
  valence: expect.any(Number),
  coverage: 1,
  model: expect.stringMatching(/^recurrent-[0-9a-f]{8}$/),
};

describe.each([
  ['an ES module', 'classify.mjs'],
  ['a CommonJS module', 'classify.cjs'],
] as const)('%s', (_, file) => {
  beforeAll(() => project.write(file, PROGRAMS[file]));

  test('classifies with the model that comes in the package', async () => {
    expect(JSON.parse(await project.run('node', file))).toEqual(POSITIVE);
  });

  test(`does so on Node.js ${OLDEST} too, with the same result`, async ({ skip }) => {
    const binary = `node-${process.platform}-${process.arch}`;
    if (!(await project.installIfPossible(`${binary}@${OLDEST}`))) return skip();
    const old = `node_modules/${binary}/bin/node`;
    expect(await project.run(old, '--version')).toBe(`v${OLDEST}\n`);
    expect(await project.run(old, file)).toBe(await project.run('node', file));
  });
});

test('what is not exported cannot be reached', async () => {
  const deep = `import('${PACKAGE}/dist/tokenize.js').then(console.log, (error) => console.log(error.code))`;
  expect(await project.run('node', '--eval', deep)).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
});
