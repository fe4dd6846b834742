import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { finish, loadClassifier, openClassifier } from '../../classifier/src/index.ts';
import { fakeEngine, fakeTransformerBytes } from '../helpers/fake-transformer.ts';
import { tinyModelBytes } from '../helpers/tiny-model.ts';
import { tinyRecurrentBytes } from '../helpers/tiny-recurrent.ts';

const TEXT = 'The film is superb. The <i>plot</i> isn’t awful!';

test.each([
  ['linear', await tinyModelBytes()],
  ['recurrent', await tinyRecurrentBytes()],
])('a %s model answers the same, opened as loaded, and needs no session', async (_, bytes) => {
  const engine = fakeEngine();
  const loaded = loadClassifier(bytes);
  const opened = await openClassifier(bytes, engine);
  expect(opened.name).toBe(loaded.name);
  expect(opened.header).toEqual(loaded.header);
  expect(await opened.classify(TEXT)).toEqual(loaded.classify(TEXT));
  expect(await opened.classifySentences(TEXT)).toEqual(loaded.classifySentences(TEXT));
  expect(await opened.explain(TEXT)).toEqual(loaded.explain(TEXT));
  expect(finish(opened.classifyInSteps(TEXT))).toEqual(loaded.classify(TEXT));
  await opened.close();
  await expect(opened.classify(TEXT)).rejects.toHaveProperty('code', 'CLOSED');
  expect(engine.runs).toEqual([]);
});

test('bytes that are no model file are refused, by rejecting', async () => {
  await expect(openClassifier(new Uint8Array(64), fakeEngine())).rejects.toHaveProperty(
    'name',
    'ModelFormatError',
  );
});

test('an error of the engine, such as that it is not installed, comes as it is', async () => {
  const error = new Error('no engine');
  await expect(
    openClassifier(fakeTransformerBytes(), { createSession: () => Promise.reject(error) }),
  ).rejects.toBe(error);
});

test('the two models of the repository, opened, answer as loaded', async () => {
  for (const kind of ['linear', 'recurrent']) {
    const bytes = await readFile(new URL(`../../classifier/models/${kind}.bin`, import.meta.url));
    const opened = await openClassifier(bytes, fakeEngine());
    expect(await opened.explain(TEXT)).toEqual(loadClassifier(bytes).explain(TEXT));
  }
});
