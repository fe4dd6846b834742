import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFolder } from '../../../scripts/pack/read-folder.ts';
import { chooseSettings } from '../../../scripts/pack/settings.ts';
import { copyExport, writeJson } from '../../helpers/export-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await copyExport();
});
afterEach(() => rm(folder, { recursive: true }));

const move = (from: string, to: string) => rename(join(folder, from), join(folder, to));
const write = (name: string, content: string) => writeFile(join(folder, name), content);
const setConfig = (fields: object) => writeJson(join(folder, 'config.json'), fields);

describe('a folder', () => {
  test('gives the model, the tokenizer without white space, and the sizes of the encoder', async () => {
    const { onnx, tokenizer, config, numPieces, provenance } = await readFolder(folder);
    expect(onnx).toEqual(await readFile(join(folder, 'model.onnx')));
    const json = await readFile(join(folder, 'tokenizer.json'), 'utf8');
    expect(new TextDecoder().decode(tokenizer)).toBe(JSON.stringify(JSON.parse(json)));
    expect(numPieces).toBe(Object.keys(JSON.parse(json).model.vocab).length);
    expect(config).toMatchObject({ maxPieces: 64, numLayers: 1, width: 8 });
    expect(config.names).toEqual([
      'negative',
      'somewhat negative',
      'neutral',
      'somewhat positive',
      'positive',
    ]);
    expect(provenance).toEqual({});
  });

  test('may have its model where exporters put it, and under another name', async () => {
    const { onnx } = await readFolder(folder);
    await mkdir(join(folder, 'onnx'));
    for (const name of ['model_quantized.onnx', 'onnx/model.onnx', 'onnx/model_quantized.onnx']) {
      await move('model.onnx', name);
      expect((await readFolder(folder)).onnx).toEqual(onnx);
      await move(name, 'model.onnx');
    }
    await write('other.onnx', 'other');
    expect(new TextDecoder().decode((await readFolder(folder, 'other.onnx')).onnx)).toBe('other');
  });

  test('of a DistilBERT or RoBERTa has the same sizes by other names', async () => {
    await setConfig({ n_layers: 6, dim: 768, hidden_size: undefined, num_hidden_layers: undefined });
    expect((await readFolder(folder)).config).toMatchObject({ numLayers: 6, width: 768 });
    await setConfig({ model_type: 'roberta', max_position_embeddings: 514 });
    expect((await readFolder(folder)).config.maxPieces).toBe(512);
    await setConfig({ max_position_embeddings: undefined, model_type: 'bert' });
    expect((await readFolder(folder)).config.maxPieces).toBe(512);
  });

  test('tells its origin in fine-tuning.json, or in the head of its README', async () => {
    await write('README.md', '---\nlicense: mit\nbase_model:\n- BAAI/bge-small-en-v1.5\n---\n# A model\n');
    expect((await readFolder(folder)).provenance).toEqual({
      base: { name: 'BAAI/bge-small-en-v1.5', license: 'mit' },
    });
    await write('README.md', '# A model without a head');
    expect((await readFolder(folder)).provenance).toEqual({});
    await write('README.md', '---\n[: no YAML\n---\n');
    expect((await readFolder(folder)).provenance).toEqual({});
    const provenance = { base: { name: 'tiny' }, data: 'a.csv', sha256: 'f'.repeat(64), rows: 3, seed: 1 };
    const settings = { seed: 1, epochs: 2, maxPieces: 32 };
    await write('fine-tuning.json', JSON.stringify({ isScale: true, provenance, settings, measured: [] }));
    const exported = await readFolder(folder);
    expect(exported).toMatchObject({ provenance, fineTuning: { isScale: true, settings } });
    expect(chooseSettings(exported, undefined)).toEqual({
      epochs: 2,
      maxPieces: 32,
      temperature: 1,
      textPieces: 10_000,
      explanationPieces: 10_000,
    });
    expect(chooseSettings(exported, 64).maxPieces).toBe(64);
  });

  test.each([
    ['that is not there', () => rm(folder, { recursive: true }), 'no such folder'],
    [
      'without model',
      () => rm(join(folder, 'model.onnx')),
      'has no model.onnx, model_quantized.onnx, onnx/model.onnx, onnx/model_quantized.onnx',
    ],
    [
      'with weights of PyTorch',
      () => move('model.onnx', 'model.safetensors'),
      'model.safetensors holds weights of PyTorch, which "optimum-cli export onnx" exports',
    ],
    [
      'with weights apart',
      () => write('model.onnx_data', 'x'),
      'model.onnx_data; expected them in the same file',
    ],
    ['without tokenizer', () => rm(join(folder, 'tokenizer.json')), 'tokenizer.json: no such file'],
    ['without config', () => rm(join(folder, 'config.json')), 'config.json: no such file'],
    ['with a config that is no JSON', () => write('config.json', '{'), 'config.json: is no JSON object'],
    ['with a config that is no object', () => write('config.json', '[1]'), 'config.json: is no JSON object'],
    [
      'of no classifier',
      () => setConfig({ id2label: undefined }),
      'config.json: has id2label missing; expected the name of each class by its number, from 0, as a classifier has it',
    ],
    [
      'of a single class',
      () => setConfig({ id2label: { 0: 'score' } }),
      'has id2label {"0":"score"}; expected',
    ],
    [
      'with a gap in its classes',
      () => setConfig({ id2label: { 0: 'a', 2: 'b' } }),
      'has id2label {"0":"a","2":"b"}; expected',
    ],
    [
      'of classes that go together',
      () => setConfig({ problem_type: 'multi_label_classification' }),
      'config.json: a text may have several of its classes; expected one class for each text',
    ],
    [
      'with another record',
      () => write('fine-tuning.json', '{"isScale":true,"settings":{"epochs":"2"}}'),
      'fine-tuning.json: has other fields; expected isScale, provenance and settings, as fine-tune writes them',
    ],
    [
      'with a wrong size',
      () => setConfig({ hidden_size: '8' }),
      'config.json: has hidden_size "8"; expected a whole number from 1',
    ],
  ])('%s is refused in a line', async (_, spoil, message) => {
    await spoil();
    const error: Error = await readFolder(folder).then(
      () => expect.unreachable(),
      (error) => error,
    );
    expect(error.name).toBe('UsageError');
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
    await mkdir(folder, { recursive: true });
  });

  test('that is a file is refused', async () => {
    await expect(readFolder(join(folder, 'config.json'))).rejects.toThrow(
      'config.json: is no folder; expected one with model.onnx, tokenizer.json and config.json',
    );
  });
});

describe('the settings', () => {
  const exported = (numLayers: number, width: number, bytesPerWeight: number) => ({
    onnx: new Uint8Array(bytesPerWeight * numLayers * 12 * width ** 2),
    tokenizer: new Uint8Array(),
    numPieces: 0,
    config: { names: ['a', 'b'], maxPieces: 512, numLayers, width },
    provenance: {},
    fineTuning: undefined,
  });

  test('let a request read as much as takes some seconds', () => {
    const small = { maxPieces: 512, temperature: 1, textPieces: 10_000, explanationPieces: 10_000 };
    expect(chooseSettings(exported(12, 384, 1), undefined)).toEqual(small);
    expect(chooseSettings(exported(4, 312, 1), undefined)).toEqual(small);
    expect(chooseSettings(exported(12, 768, 1), undefined)).toMatchObject({
      textPieces: 2500,
      explanationPieces: 2500,
    });
    expect(chooseSettings(exported(12, 384, 4), undefined)).toMatchObject({
      textPieces: 5000,
      explanationPieces: 5000,
    });
    expect(chooseSettings(exported(24, 1024, 4), undefined)).toMatchObject({ textPieces: 512 });
  });

  test('read at once as much as is asked for, if the encoder can', () => {
    expect(chooseSettings(exported(12, 384, 1), 128).maxPieces).toBe(128);
    expect(chooseSettings(exported(12, 384, 1), 1024).maxPieces).toBe(512);
  });
});
