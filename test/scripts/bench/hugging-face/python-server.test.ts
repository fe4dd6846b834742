import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { SENTIMENTS } from '../../../../classifier/src/index.ts';
import { layPipeline } from '../../../../scripts/bench/hugging-face/python-server.ts';
import { tinyOnnx, tinyTransformerBytes } from '../../../helpers/tiny-transformer.ts';

test('the pipeline in Python gets the model of the file, as the folder it reads', async () => {
  const folder = join(await mkdtemp(join(inject('scratch'), 'pipeline-')), 'model');
  const environment = { python: '/venv/bin/python', version: 'Python 3.11.7' };
  const { contender, env } = await layPipeline(environment, tinyTransformerBytes(), folder);
  expect(new Uint8Array(await readFile(join(folder, 'model.onnx')))).toEqual(tinyOnnx());
  const readJson = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));
  expect((await readJson('tokenizer.json')).model.type).toBe('WordPiece');
  expect(Object.values((await readJson('config.json')).id2label)).toEqual(SENTIMENTS);
  expect(env).toMatchObject({ FOLDER: folder, MAX_PIECES: '64' });
  expect(contender.commandFor(8080).join(' ')).toMatch(/^\/venv\/bin\/python -m uvicorn .*--port 8080 /);
});
