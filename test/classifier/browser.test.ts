import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { type Classifier, loadClassifier } from '../../classifier/src/index.ts';
import { findModelFile } from '../../scripts/program/model-option.ts';

const TEXTS = [
  'plenty of funny quotes but ultimately fell flat',
  'It isn’t good. The zorblax is great!',
  'not',
];

test('bundled for a browser, without anything of Node.js, it answers as it does there', async () => {
  const { outputFiles } = await build({
    entryPoints: ['classifier/src/index.ts'],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'movieSentiment',
    write: false,
  });
  const browser = createContext({ WebAssembly, TextDecoder, TextEncoder, atob });
  runInContext(outputFiles[0]!.text, browser);
  for (const kind of ['recurrent', 'linear'] as const) {
    const bytes = await readFile(findModelFile(kind));
    const load = runInContext('movieSentiment.loadClassifier', browser) as (model: Uint8Array) => Classifier;
    const there = load(new Uint8Array(bytes));
    const here = loadClassifier(bytes);
    expect(there.name).toBe(here.name);
    for (const text of TEXTS) {
      expect({ ...there.classify(text) }).toEqual(here.classify(text));
      expect(JSON.stringify(there.explain(text))).toBe(JSON.stringify(here.explain(text)));
    }
  }
});
