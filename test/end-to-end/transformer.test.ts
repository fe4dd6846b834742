import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Classification } from '../../classifier/src/index.ts';
import { build } from '../../scripts/bundle/build-function.ts';
import { layBundle } from '../../scripts/image/lay-bundle.ts';
import { createSbom } from '../../scripts/image/sbom.ts';
import { findModelFile } from '../../scripts/program/model-option.ts';
import { openModel } from '../../scripts/program/open-model.ts';
import { built } from '../helpers/built.ts';
import { startRuntime } from '../helpers/func-runtime.ts';
import { hasRuntime } from '../helpers/onnx-runtime.ts';
import { runScript } from '../helpers/run-script.ts';
import { killAll, runBundle, serveBundle } from '../helpers/serve-bundle.ts';
import { invokeLambda, startLambda } from '../helpers/start-lambda.ts';
import { tinyTransformerBytes } from '../helpers/tiny-transformer.ts';

const TEXTS = ['A good film.', 'It was bad. I left, and it was dull!', 'a'.repeat(300)];
const LIBRARIES = 'node_modules/onnxruntime-node/bin/napi-v6';

let scratch: string;
let model: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(inject('scratch'), 'transformer-'));
  model = join(scratch, 'tiny.bin');
  await writeFile(model, tinyTransformerBytes());
});
afterAll(killAll);

const post = async (url: string, body: object): Promise<unknown> => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
};

describe.skipIf(!hasRuntime)('a bundle with a transformer', () => {
  let folder: string;
  let expected: Classification[];
  beforeAll(async () => {
    folder = join(scratch, 'http');
    await build({ model, folder });
    const classifier = await openModel(tinyTransformerBytes(), 1);
    expected = [];
    for (const text of TEXTS) expected.push(await classifier.classify(text));
    await classifier.close();
  });

  test('keeps the contract', async () => {
    const { port } = await serveBundle(folder);
    const { stdout, code } = await runScript('verify.ts', ['--url', `http://127.0.0.1:${port}`]);
    expect(stdout).not.toContain('FAIL');
    expect(stdout).toContain(' checks, all ok');
    expect(code).toBe(0);
  });

  test.each(['0', '1', '3'])('answers the same with WORKERS=%s, one text or many', async (WORKERS) => {
    const { port, child, exit } = await serveBundle(folder, { WORKERS });
    const url = `http://127.0.0.1:${port}/`;
    for (const [i, mytext] of TEXTS.entries()) expect(await post(url, { mytext })).toEqual(expected[i]);
    const mytexts = Array.from({ length: 100 }, (_, i) => TEXTS[i % TEXTS.length]);
    const results = mytexts.map((_, i) => expected[i % TEXTS.length]);
    expect(await post(`${url}batch`, { mytexts })).toEqual({ results });
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  test('answers the same on func and on Lambda', async () => {
    const func = await build({ model, name: 'func', folder: join(scratch, 'func') });
    const runtime = await startRuntime(func.folder);
    expect(await post(runtime.url, { mytext: TEXTS[1] })).toEqual(expected[1]);
    runtime.kill();
    const lambda = await build({ model, name: 'lambda', folder: join(scratch, 'lambda') });
    const child = startLambda(lambda.folder);
    await once(child, 'message');
    expect(await invokeLambda(child, { mytext: TEXTS[1]! })).toEqual(expected[1]);
    const list = TEXTS.map((mytext) => ({ mytext }));
    expect(await invokeLambda(child, list)).toEqual(expected);
    child.kill('SIGKILL');
  });

  test('answers what it has begun when it is told to stop, and ends with 0', async () => {
    const { port, child, exit } = await serveBundle(folder, { WORKERS: '1' });
    const lines = Array.from({ length: 300 }, (_, i) => JSON.stringify({ mytext: `${TEXTS[1]} ${i}` }));
    const reply = await fetch(`http://127.0.0.1:${port}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    child.kill('SIGTERM');
    const answers = (await reply.text()).trim().split('\n');
    expect(answers).toHaveLength(lines.length);
    expect(answers.filter((answer) => !answer.includes('"sentiment"'))).toEqual([]);
    expect(await exit).toBe(0);
  });

  test.each([0, 100, 200, 400])('ends with 0 when it is told to %i ms after its start', async (delayMs) => {
    const { child, exit, output } = runBundle(folder, { PORT: '0' });
    setTimeout(() => child.kill('SIGTERM'), delayMs + 50); // Node.js itself has no handler before
    const code = await exit;
    expect(output.stderr).toBe('');
    if (code !== null) expect(code).toBe(0);
  });

  test('is the same when it is built again', async () => {
    const again = await build({ model, folder: join(scratch, 'again') });
    expect(again.sizes.keys()).toContain('encoder-thread.js');
    for (const file of ['app.cjs', 'app.cache', 'encoder.cjs', 'encoder-thread.js', 'tokenizers.cjs']) {
      const [first, second] = await Promise.all([folder, again.folder].map((at) => readFile(join(at, file))));
      expect(first!.equals(second!), file).toBe(true);
    }
  });

  test('has a library for each platform of images, and for one architecture that alone', async () => {
    expect(await readdir(join(folder, LIBRARIES, 'linux'))).toEqual(['arm64', 'x64']);
    const laid = join(scratch, 'arm64');
    await layBundle('arm64', folder, laid);
    expect(await readdir(join(laid, LIBRARIES, 'linux'))).toEqual(['arm64']);
    expect(existsSync(join(laid, 'model.bin'))).toBe(true);
    await expect(layBundle('riscv64', folder, laid)).rejects.toThrow('expected amd64 or arm64');
  });

  test('names ONNX Runtime and the tokenizer among its licences and parts', async () => {
    const licences = await readFile(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(licences).toMatch(
      /onnxruntime-node 1\.\d+\.\d+ \(MIT\)\n\nMIT License\n\nCopyright \(c\) Microsoft/,
    );
    const { components } = await createSbom('http', model);
    for (const purl of ['pkg:npm/onnxruntime-node@', 'pkg:npm/%40huggingface/tokenizers@']) {
      expect(components).toContainEqual(expect.objectContaining({ purl: expect.stringContaining(purl) }));
    }
  });

  test('classifies shards as a program, and one with a small model refuses it', async () => {
    const texts = join(scratch, 'texts.ndjson');
    await writeFile(texts, TEXTS.map((mytext) => JSON.stringify({ mytext })).join('\n'));
    const { folder: program } = await build({ model, name: 'classify', folder: join(scratch, 'classify') });
    const out = join(scratch, 'labels');
    const args = [join(program, 'index.js'), 'shard', texts, '--out', out, '--shard', '0/1'];
    await promisify(execFile)(process.execPath, args);
    const [labels] = (await readdir(out)).filter((file) => file.endsWith('.ndjson'));
    const lines = (await readFile(join(out, labels!), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject(expected);
    // A bundle with a small model has no such file.
    await rm(join(program, 'encoder.cjs'));
    await rm(out, { recursive: true });
    const { stderr } = await promisify(execFile)(process.execPath, args).catch((error) => error);
    expect(stderr).toContain('error: the model is a transformer, and this is a build without ONNX Runtime');
  });

  test('serves a small model too', async () => {
    const { port } = await serveBundle(folder, { MODEL: findModelFile('linear') });
    expect(await post(`http://127.0.0.1:${port}/`, { mytext: 'Superb.' })).toMatchObject({
      model: expect.stringMatching(/^linear-/),
    });
  });
});

test('a bundle with a small model refuses a transformer in one line', async () => {
  const { folder } = await built('http');
  const { output, exit } = runBundle(folder, { PORT: '0', MODEL: model });
  expect(await exit).toBe(1);
  expect(output.stderr).toBe(
    `movie-sentiment: cannot load the model ${model}: it is a transformer, and this is a build without ONNX Runtime; build with that model\n`,
  );
});

test('the page that needs no service refuses a transformer', async () => {
  const { stderr, code } = await runScript('build-page.ts', ['--model', model]);
  expect(stderr).toBe(
    'error: no browser runs a transformer here; expected recurrent, linear, or a file of such a model\n',
  );
  expect(code).toBe(1);
});

test.skipIf(hasRuntime)('without ONNX Runtime a build ends with how to install it', async () => {
  const { stderr, code } = await runScript('build.ts', ['--function', 'http', '--model', model]);
  expect(stderr).toBe(
    'error: a transformer needs ONNX Runtime, which is not installed; run "npm run install:transformer"\n',
  );
  expect(code).toBe(1);
});
