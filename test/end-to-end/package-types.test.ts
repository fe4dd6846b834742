import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/program/root.ts';
import { openConsumer, PACKAGE } from '../helpers/consumer.ts';

/** The last of the compilers that are written in JavaScript, which many projects stay with. */
const OLD_COMPILER = '5.9.3';

const CONSUMER = `import {
  type Classification, type Classifier, ClassifierError, type CreateSession, finish, finishAsync, loadClassifier,
  ModelFormatError, openClassifier, SENTIMENTS, tokenize,
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
export const isOurs = (error: unknown): boolean => error instanceof ClassifierError && error.code === 'MODEL_FORMAT';

export function details(classifier: Classifier): number {
  const { explanation, sentences } = finish(
    classifier.classifyInSteps('A film.', { explain: true, sentences: true }),
  );
  const explained = finish(classifier.classifyInSteps('A film.', { explain: true }));
  const omitted: string | undefined = explained.explanationOmitted;
  const sum: number = explained.sentenceWeights.reduce((total, { weight }) => total + weight, omitted ? 1 : 0);
  if (sum > 4) throw new Error(omitted);
  // @ts-expect-error nobody asked for sentences
  explained.sentences.length;
  const plain = finish(classifier.classifyInSteps('A film.'));
  // @ts-expect-error nobody asked for an explanation
  plain.explanation.length;
  const maybe = finish(classifier.classifyInSteps('A film.', { explain: explanation.length > 1 }));
  return (maybe.explanation?.length ?? 0) + explained.explanation.length + sentences.length;
}

const createSession: CreateSession = async (onnx) => ({
  run: async (inputIds) => Float32Array.from({ length: 5 }, (_, k) => k + inputIds.length + onnx.length),
  close: async () => {},
});
export async function open(bytes: Uint8Array): Promise<number> {
  const classifier = await openClassifier(bytes, { createSession });
  const { valence }: Classification = await classifier.classify('A film.');
  const { sentences } = await finishAsync(classifier.classifyInSteps('A film.', { sentences: true }));
  // @ts-expect-error a transformer need not know its training data
  const rows: number = classifier.header.provenance.rows;
  await classifier.close();
  return (valence ?? 0) + sentences.length + rows;
}
// @ts-expect-error an engine is needed
export const withoutEngine = (bytes: Uint8Array) => openClassifier(bytes);

// @ts-expect-error a text is a string
export const wrongText = (classifier: Classifier) => classifier.classify(1);
// @ts-expect-error there is no such sentiment
export const wrongName: (typeof SENTIMENTS)[number] = 'natural';
// @ts-expect-error bytes, not a path
export const wrongBytes = () => loadClassifier('models/linear.bin');
`;

let project: Awaited<ReturnType<typeof openConsumer>>;
let hasOldCompiler = false;
beforeAll(async () => {
  project = await openConsumer();
  hasOldCompiler = await project.installIfPossible(`typescript@${OLD_COMPILER}`);
});
afterAll(() => project[Symbol.asyncDispose]());

describe.each(['the compiler of this repository', `TypeScript ${OLD_COMPILER}`])('%s', (compiler) => {
  const isOld = compiler.endsWith(OLD_COMPILER);

  beforeEach(({ skip }) => skip(isOld && !hasOldCompiler));

  test.each([
    ['CommonJS under node16', 'consumer.cts', { module: 'node16' }],
    ['an ES module under node16', 'consumer.mts', { module: 'node16' }],
    ['CommonJS under nodenext', 'consumer.cts', { module: 'nodenext' }],
    ['an ES module under nodenext', 'consumer.mts', { module: 'nodenext' }],
    ['what a bundler takes', 'consumer.ts', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('accepts what is right and refuses what is wrong in %s', async (_, file, settings) => {
    const folder = `types-${compiler.replaceAll(/\W/g, '')}-${file.replace('.', '-')}-${settings.module}`;
    await project.write(`${folder}/${file}`, CONSUMER);
    const compilerOptions = {
      ...settings,
      strict: true,
      target: 'es2022',
      rootDir: '.',
      outDir: 'out',
      types: [],
      skipLibCheck: false,
    };
    await project.write(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions }));
    const tsc = isOld ? 'node_modules/typescript/bin/tsc' : join(ROOT, 'node_modules/typescript/bin/tsc');
    // It prints what it finds wrong on standard output, and fails.
    const problems = await project.run('node', tsc, '-p', folder).catch(({ stdout }) => stdout);
    expect(problems).toBe('');
    if (settings.module === 'esnext') return;
    const built = `./${folder}/out/${file.replace('ts', 'js')}`;
    const model = `require.resolve('${PACKAGE}/models/linear.bin')`;
    const program = `const { classify } = require('${built}'); console.log(classify(fs.readFileSync(${model})).label)`;
    expect(await project.run('node', '--eval', program)).toMatch(/^[34]\n$/);
  });
});
