import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classifier, loadClassifier } from '../../classifier/src/index.ts';
import { readTexts } from '../../classifier/training/data/dataset.ts';
import { requireFormat } from '../../classifier/training/data/records.ts';
import { findModelFile } from '../../scripts/program/model-option.ts';
import { openInput } from '../../scripts/program/read-file.ts';
import { findChromium, launchChromium } from '../../scripts/servers/chromium.ts';
import { bundleForBrowser } from '../helpers/bundle-for-browser.ts';

/** The texts; SAME_ANSWERS_DATA may name a larger file, such as the validation sentences. */
const DATA = process.env.SAME_ANSWERS_DATA ?? 'scripts/behaviour/opinions.ndjson';
/** Another Node.js and what starts it, such as `qemu-aarch64 -L /usr/aarch64-linux-gnu /path/to/arm64/node`. */
const OTHER_NODE = process.env.OTHER_NODE;
const executablePath = findChromium();
if (!OTHER_NODE) {
  console.warn(
    'SKIPPED: no other processor is compared; OTHER_NODE may name a Node.js of one, such as under qemu',
  );
}
if (!executablePath) {
  console.warn('SKIPPED: no browser is compared, since no Chromium is found; CHROMIUM may name one');
}

const hash = (lines: readonly string[]): string =>
  createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest('hex');

let folder: string;
let texts: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'same-answers-'));
  texts = (await Array.fromAsync(readTexts(await openInput(DATA), requireFormat(DATA)))).map(
    ({ text }) => text,
  );
  await writeFile(join(folder, 'texts.json'), JSON.stringify(texts));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(['recurrent', 'linear'] as const)('the %s model gives the same bytes as here', (kind) => {
  let expected: string;
  beforeAll(async () => {
    const classifier = loadClassifier(await readFile(findModelFile(kind)));
    expected = hash(texts.map((text) => JSON.stringify(classifier.classify(text))));
    console.log(`${kind}: ${texts.length} answers, SHA-256 ${expected} (${process.arch})`);
  });

  // Under emulation a thousand sentences take minutes.
  test.runIf(OTHER_NODE)(`by ${OTHER_NODE}`, { timeout: 1_800_000 }, async () => {
    const [command, ...args] = OTHER_NODE!.split(' ');
    const script = join(import.meta.dirname, '../helpers/print-answers.ts');
    const run = promisify(execFile);
    const { stdout } = await run(
      command!,
      [...args, script, findModelFile(kind), join(folder, 'texts.json')],
      { maxBuffer: 2 ** 28 },
    );
    expect(hash(stdout.trimEnd().split('\n'))).toBe(expected);
  });

  test.runIf(executablePath)('in Chromium', { timeout: 300_000 }, async () => {
    const content = await bundleForBrowser();
    const model = (await readFile(findModelFile(kind))).toString('base64');
    const browser = await launchChromium(executablePath!);
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content });
      const answers = await page.evaluate(
        ([model, texts]) => {
          const { movieSentiment } = globalThis as unknown as {
            movieSentiment: { loadClassifier(model: Uint8Array): Classifier };
          };
          const bytes = Uint8Array.from(atob(model), (character) => character.charCodeAt(0));
          const classifier = movieSentiment.loadClassifier(bytes);
          return texts.map((text) => JSON.stringify(classifier.classify(text)));
        },
        [model, texts] as const,
      );
      expect(hash(answers)).toBe(expected);
    } finally {
      await browser.close();
    }
  });
});
