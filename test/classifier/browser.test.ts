import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { type Classifier, loadClassifier } from '../../classifier/src/index.ts';
import { findModelFile } from '../../scripts/program/model-option.ts';
import { bundleForBrowser } from '../helpers/bundle-for-browser.ts';

const TEXTS = [
  'plenty of funny quotes but ultimately fell flat',
  'It isn’t good. The zorblax is great!',
  'not',
];

test('bundled for a browser, without anything of Node.js, it answers as it does there', async () => {
  const browser = createContext({ WebAssembly, TextDecoder, TextEncoder, atob });
  runInContext(await bundleForBrowser(), browser);
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
