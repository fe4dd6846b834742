import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { ROOT } from '../../scripts/program/root.ts';

/** A Python with the packages of scripts/fine-tune/requirements.txt: gigabytes, so that no test installs them. */
const PYTHON = process.env.FINE_TUNE_PYTHON;

const run = (program: string, args: readonly string[]) =>
  promisify(execFile)(PYTHON!, [join(ROOT, program), ...args], {
    env: { ...process.env, HF_HUB_OFFLINE: '1' },
  });

const EXAMPLES = ['film', 'plot', 'cast', 'music', 'ending'].flatMap((noun) => [
  { text: `The ${noun} is awful .`, labels: [0] },
  { text: `The ${noun} is ordinary .`, labels: [1] },
  { text: `The ${noun} is superb .`, labels: [1, 2] },
  { text: `Superb , the ${noun} .`, labels: [2] },
]);
const TRAINING = ['--learning-rate', '0.003', '--batch-pieces', '64', '--epochs', '40', '--evaluations', '2'];

describe.skipIf(PYTHON === undefined).each(['bert', 'distilbert', 'roberta'])(
  'fine_tune.py on a %s',
  (kind) => {
    let folder: string;
    const fineTune = (...more: string[]) =>
      run('scripts/fine-tune/fine_tune.py', [
        ...[join(folder, 'examples'), '--base', join(folder, 'base'), '--base-license', 'MIT'],
        ...['--out', join(folder, 'out'), ...TRAINING, ...more],
      ]);
    const readJson = async (file: string) => JSON.parse(await readFile(join(folder, 'out', file), 'utf8'));

    beforeAll(async () => {
      folder = await mkdtemp(join(inject('scratch'), 'fine-tune-'));
      await run('test/fixtures/fine-tune/make_tiny_base.py', [kind, join(folder, 'base')]);
      const examples = join(folder, 'examples');
      await mkdir(examples);
      const lines = EXAMPLES.map((example) => `${JSON.stringify(example)}\n`).join('');
      await writeFile(join(examples, 'train.ndjson'), lines);
      const about = {
        ...{ labels: ['bad', 'so-so', 'good'], isScale: true, measured: { 'again.tsv': 'train.ndjson' } },
        provenance: { data: 'films.tsv', sha256: 'abc', rows: EXAMPLES.length, seed: 1 },
      };
      await writeFile(join(examples, 'about.json'), JSON.stringify(about));
    });

    test('learns, and writes a folder as Hugging Face has it, with its origin', async () => {
      const { stderr } = await fineTune();
      expect(stderr).toMatch(/after \d+ of \d+ steps: \{'accuracy'/);
      const id2label = { 0: 'bad', 1: 'so-so', 2: 'good' };
      expect(await readJson('config.json')).toMatchObject({ model_type: kind, id2label });
      expect(await readJson('tokenizer.json')).toMatchObject({ truncation: null, padding: null });
      const { provenance, measured, settings } = await readJson('fine-tuning.json');
      expect(provenance).toMatchObject({ data: 'films.tsv', base: { name: 'base', license: 'MIT' } });
      expect(measured).toMatchObject([{ data: 'again.tsv', count: EXAMPLES.length, changedLabels: 0 }]);
      expect(measured[0].accuracy).toBeGreaterThan(0.9);
      expect(settings).toMatchObject({ learningRate: 0.003, batchPieces: 64 });
      const sizeOf = async (file: string) => (await stat(join(folder, 'out', file))).size;
      expect(await sizeOf('model.onnx')).toBeLessThan(await sizeOf('model-float32.onnx'));
    }, 600_000);

    test('has nothing to learn from its last checkpoint, and writes the same', async () => {
      const before = await readJson('fine-tuning.json');
      await rm(join(folder, 'out/fine-tuning.json'));
      const { stderr } = await fineTune('--resume');
      expect(stderr).not.toContain('after');
      expect(await readJson('fine-tuning.json')).toEqual(before);
    }, 600_000);

    test.each([
      [
        'a checkpoint of other settings',
        ['--resume', '--seed', '2'],
        /^error: \S+checkpoint\.pt is of other data or settings.*\n$/,
      ],
      ['a base that is not there', ['--base', '/none'], /^error: there is no encoder \/none: .*\n$/],
    ])(
      'refuses %s in one line',
      async (_, more, message) => {
        await expect(fineTune(...more)).rejects.toMatchObject({
          code: 1,
          stderr: expect.stringMatching(message),
        });
      },
      600_000,
    );
  },
);
