import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeModel } from '../../../classifier/src/model-file.ts';
import { openModel } from '../../../scripts/program/open-model.ts';
import { copyExport, writeJson } from '../../helpers/export-folder.ts';
import { hasRuntime } from '../../helpers/onnx-runtime.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';

const DATA = [
  'text,label',
  ...['good', 'great', 'lovely', 'fun'].map((word) => `the film is ${word},positive`),
  ...['bad', 'dull', 'awful'].map((word) => `the film is ${word},negative`),
  'the plot was good,negative',
].join('\n');

let folder: string;
let out: string;
let data: string;
beforeEach(async () => {
  folder = await copyExport();
  await mkdir(join(folder, 'out'));
  out = join(folder, 'out', 'tiny.bin');
  data = join(folder, 'out', 'data.csv');
  await writeFile(data, DATA);
});
afterEach(() => rm(folder, { recursive: true }));

const pack = (...args: string[]) => runInProcess('pack.ts', [folder, '--out', out, ...args]);
const setConfig = (fields: object) => writeJson(join(folder, 'config.json'), fields);

describe.skipIf(!hasRuntime)('pack', () => {
  test('writes a model that is served with the classes of the folder, and its card', async () => {
    const { stdout, code } = await pack('--base', 'tiny-bert', '--license', 'MIT');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^transformer-[\da-f]{8} written to .*tiny\.bin \(\d+ bytes\)\n$/);
    const bytes = await readFile(out);
    const { header } = decodeModel(bytes);
    expect(header).toMatchObject({
      kind: 'transformer',
      unit: 'text',
      settings: { maxPieces: 64, temperature: 1, textPieces: 10_000, explanationPieces: 10_000 },
      provenance: { base: { name: 'tiny-bert', license: 'MIT' } },
      measured: [],
    });
    const classifier = await openModel(bytes, 1);
    expect((await classifier.classify('a lovely film')).valence).toBeGreaterThan(2.2);
    expect((await classifier.classify('an awful film')).valence).toBeLessThan(1.8);
    await classifier.close();
    const card = await readFile(join(folder, 'out', 'tiny.md'), 'utf8');
    expect(card).toContain(`# Model card: ${classifier.name}`);
    expect(card).toMatch(/\| licence of the base \| +MIT \|/);
    expect(card).toContain('What texts it was trained on is not known.');
    expect(card).not.toContain('undefined');
  });

  test('calibrates and measures it on data, the same each time', async () => {
    const { stdout } = await pack('--data', data, '--labels', 'negative=negative,positive=positive');
    expect(stdout).toMatch(/^accuracy 0\.\d+, macro-F1 .* on 8 texts \(data\.csv\)$/m);
    const bytes = await readFile(out);
    const { header } = decodeModel(bytes);
    expect(header.measured).toEqual([expect.objectContaining({ data: 'data.csv', count: 8 })]);
    expect(header.settings.temperature).not.toBe(1);
    const card = await readFile(join(folder, 'out', 'tiny.md'), 'utf8');
    expect(card).toContain('npm run pack -- FOLDER --data data.csv');
    await pack('--data', data, '--labels', 'negative=negative,positive=positive');
    expect(await readFile(out)).toEqual(bytes);
    expect(await readFile(join(folder, 'out', 'tiny.md'), 'utf8')).toBe(card);
  });

  test('puts outputs into the order of the scale', async () => {
    const names = ['positive', 'somewhat positive', 'neutral', 'somewhat negative', 'negative'];
    await setConfig({ id2label: { ...names } });
    await pack();
    const classifier = await openModel(await readFile(out), 1);
    expect(classifier.header.labels).toEqual(names.toReversed());
    // The outputs say the opposite of what they did.
    expect((await classifier.classify('a lovely film')).valence).toBeLessThan(1.8);
    await classifier.close();
  });

  test('takes classes in no order, and reads sentences where it is told', async () => {
    await setConfig({ id2label: { ...['World', 'Sports', 'Business', 'Science', 'Health'] } });
    expect((await pack('--unit', 'sentence')).code).toBe(0);
    const { header } = decodeModel(await readFile(out));
    expect(header).toMatchObject({
      labels: ['World', 'Sports', 'Business', 'Science', 'Health'],
      isScale: false,
    });
    expect(header).not.toHaveProperty('unit');
  });

  test('tells of wrong folders and options in a line, and writes nothing', async () => {
    const expectError = async (message: string, ...args: string[]): Promise<void> => {
      const { stderr, code } = await pack(...args);
      expect(code).toBe(1);
      expect(stderr).toContain(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    };
    await expectError(
      'error: --license is that of the base; expected --base with its name',
      '--license',
      'MIT',
    );
    await expectError('maxPieces 9, expected a number from 16 to 512', '--max-pieces', '9');
    await setConfig({ max_position_embeddings: 512 });
    expect((await pack()).code).toBe(0); // the tiny encoder has no positions
    await rm(out);
    await setConfig({ id2label: { ...['a', 'b', 'c'] } });
    await expectError(
      'has an encoder with the logits', // five in place of three
    );
    await setConfig({ id2label: { ...['a', 'b', 'c', 'd', 'e'] } });
    await expectError('--texts goes with classes in an order; a, b, c, d, e are in none', '--texts', data);
    await writeFile(join(folder, 'model.onnx'), 'no model');
    await expectError('no thread has loaded the ONNX model');
    await writeJson(join(folder, 'tokenizer.json'), { pre_tokenizer: { type: 'Metaspace' } });
    await expectError(`${folder}: has a tokenizer of "WordPiece", "BertNormalizer", "Metaspace", expected`);
    await expect(readFile(out)).rejects.toThrow('ENOENT');
  });
});

test.skipIf(hasRuntime)('without ONNX Runtime pack ends with the line that installs it', async () => {
  const { stderr, code } = await pack();
  expect(code).toBe(1);
  expect(stderr).toBe(
    'error: a transformer needs ONNX Runtime, which is not installed; run "npm run install:transformer"\n',
  );
});
