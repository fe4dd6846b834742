import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeModel, encodeModel } from '../../classifier/src/model-file.ts';
import type { ModelHeader } from '../../classifier/src/model-header.ts';
import { LINEAR_DEFAULTS } from '../../classifier/training/linear/train-linear.ts';
import { CAPABILITIES } from '../../scripts/behaviour/index.ts';
import { describeFinding, drawLearningCurve } from '../../scripts/model-card/learning-curve.ts';
import { REVIEWS, runScript, toKaggleTsv } from '../helpers/run-script.ts';
import { SMALL_ABLATION } from '../helpers/small-ablation.ts';
import { tinyModelBytes } from '../helpers/tiny-model.ts';
import { RECURRENT_HEADER, tinyRecurrentBytes } from '../helpers/tiny-recurrent.ts';

let folder: string;
let phrases: string;
let provenance: ModelHeader['provenance'];
/** Models of the kinds, said to be trained on `phrases`, the second recurrent one from another seed. */
let linear: string;
let recurrent: string;
let otherSeed: string;
let ablation: string;

async function makeFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** A model's bytes, said to have been measured on `phrases` with some accuracy. */
function withHeader(bytes: Uint8Array, header: Partial<ModelHeader>, accuracy = 0.5): Uint8Array {
  const decoded = decodeModel(bytes);
  const others = { macroF1: 0, meanAbsoluteError: 0, expectedCalibrationError: 0 };
  const measured = [{ data: 'phrases.tsv', count: 120, accuracy, ...others }];
  return encodeModel({ ...decoded.header, provenance, measured, ...header }, decoded.arrays);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-card-'));
  phrases = await makeFile('phrases.tsv', toKaggleTsv(REVIEWS));
  const sha256 = createHash('sha256')
    .update(await readFile(phrases))
    .digest('hex');
  provenance = { data: 'phrases.tsv', sha256, rows: 120, seed: 1 };
  linear = await makeFile('linear.bin', withHeader(await tinyModelBytes(), {}));
  const bytes = await tinyRecurrentBytes();
  recurrent = await makeFile('recurrent.bin', withHeader(bytes, {}, 0.5));
  const seedTwo = withHeader(bytes, { provenance: { ...provenance, seed: 2 } }, 0.75);
  otherSeed = await makeFile('other-seed.bin', seedTwo);
  ablation = await makeFile('ablation.json', JSON.stringify(SMALL_ABLATION));
  await modelCard(recurrent, 'recurrent.md', '--seeds', otherSeed, '--ablation', ablation);
});
afterAll(() => rm(folder, { recursive: true }));

const modelCard = (model: string, out: string, ...args: string[]) =>
  runScript('model-card.ts', [
    ...['--model', model, '--data', phrases, '--validation', phrases, '--out', join(folder, out)],
    ...args,
  ]);

/** A card, and what the row of a table in it holds after its first cell. */
async function readCard(name: string) {
  const card = await readFile(join(folder, name), 'utf8');
  const row = (first: string): string[] => {
    const line = card.split('\n').find((one) => one.startsWith(`| ${first} `));
    return (line ?? '')
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim());
  };
  return { card, row };
}

const headings = (card: string): string[] => card.split('\n').filter((line) => line.startsWith('## '));

describe.concurrent('model-card', () => {
  test('writes the card of a linear model, and no curve', async () => {
    expect(await modelCard(linear, 'linear.md')).toMatchObject({ code: 0 });
    const { card, row } = await readCard('linear.md');
    expect(card).toMatch(/^# Model card: linear-[0-9a-f]{8}\n/);
    expect(headings(card)).toEqual([
      '## Training',
      '## Accuracy',
      '## Texts that the training data holds too',
      '## Behaviour',
      '## What it goes by',
      '## Texts of several sentences',
      '## Limits',
    ]);
    expect(row('SHA-256 of the data')).toEqual([provenance.sha256]);
    expect(row('phrases.tsv')).toEqual(['120', '100.0 %', '']);
    expect(card).toContain('--kind linear --seed 1 --validation phrases.tsv --out linear.bin');
  });

  test('writes the card of a recurrent model, and its learning curve beside it', async () => {
    const { card } = await readCard('recurrent.md');
    expect(headings(card)).toEqual([
      '## Training',
      '## Accuracy',
      '## Texts that the training data holds too',
      '## What each part is worth',
      '## How it learns',
      '## Behaviour',
      '## What its n-grams go by',
      '## Texts of several sentences',
      '## Limits',
    ]);
    expect(card).toContain(`${RECURRENT_HEADER.settings.numHidden} numbers each way`);
    expect(card).toContain(`![${describeFinding(SMALL_ABLATION)}](recurrent-learning-curve.svg)`);
    expect(await readFile(join(folder, 'recurrent-learning-curve.svg'), 'utf8')).toBe(
      await drawLearningCurve(SMALL_ABLATION),
    );
    expect(card).not.toContain(folder);
  });

  test('tells what each seed, each opinion and each part of the network comes to', async () => {
    const { card, row } = await readCard('recurrent.md');
    expect(row('1 (this model)')).toEqual(['0.5000']);
    expect(row('2')).toEqual(['0.7500']);
    expect(row('**mean**')).toEqual(['0.6250']);
    expect(row('spread')).toEqual(['0.5000–0.7500']);
    expect(row('the n-grams alone')).toEqual([expect.stringMatching(/^[01]\.\d{4}$/)]);
    expect(row('the network alone')).toEqual([expect.stringMatching(/^[01]\.\d{4}$/)]);
    expect(row('the full network')).toEqual(['0.6200', '', '0.4300', '']);
    expect(row('random vectors to start from')).toEqual(['0.6000', '−2.00', '0.4050', '−2.50']);
    expect(card).toContain('8 bits in place of 32 cost 0.12 points on all texts and 0.00 on sentences');
  });

  test('tells what fails by capability, and how texts of other domains come out, beside two packages', async () => {
    const { card, row } = await readCard('recurrent.md');
    expect(card).toMatch(
      /^\| +\| cases \| recurrent-[0-9a-f]{8} \| vader-sentiment \| wink-nlp sentiment \|$/m,
    );
    for (const capability of CAPABILITIES) {
      const rate = expect.stringMatching(/^\d+\.\d %$/);
      expect(row(capability)).toEqual([expect.stringMatching(/^\d+$/), rate, rate, rate]);
    }
    for (const what of ['recurrent-[0-9a-f]{8}', 'vader-sentiment', 'wink-nlp sentiment']) {
      expect(card).toMatch(new RegExp(`^\\| ${what} +(\\| +\\d+\\.\\d % ± \\d\\.\\d ){3}\\|$`, 'm'));
    }
  });

  test('tells of the five capabilities of which most fails, the worst first, with examples', async () => {
    const { card, row } = await readCard('recurrent.md');
    const worst = [...card.matchAll(/^- \*\*(.*)\*\*, (\d+\.\d) %:((?:\n {2}- .*)+)$/gm)];
    const rates = worst.map((match) => Number(match[2]));
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    const all = CAPABILITIES.map((capability) => Number.parseFloat(row(capability)[1]!));
    expect(rates).toEqual(all.sort((a, b) => b - a).slice(0, 5));
    for (const [, capability, rate, examples] of worst) {
      expect(row(capability!)[1]).toBe(`${rate} %`);
      expect(examples!.match(/expected (negative|neutral|positive|same|lower|higher): /g)).toHaveLength(3);
    }
  });

  test('tells of whole texts beside sentences, file by file', async () => {
    const reviews = await makeFile('reviews.ndjson', '{"text":"An awful film. So awful.","stars":1}\n');
    const goods = await makeFile('goods.csv', 'text,side\nA superb lamp.,positive\nAn awful one.,positive\n');
    const args = ['--texts', reviews, goods, '--text-labels', 'stars'];
    const sha256 = createHash('sha256')
      .update(await readFile(goods))
      .digest('hex');
    const sources = {
      textData: [{ data: 'goods.csv', sha256, rows: 2 }],
      softData: [{ data: 'soft.ndjson', sha256: 'ab'.repeat(32), rows: 9, teacher: 'transformer-01234567' }],
      citations: ['A. Reader: "Lamps"'],
    };
    const settings = { ...LINEAR_DEFAULTS, maxFeatures: 9000, softWeight: 2, softMinTexts: 5 };
    const header = { settings, provenance: { ...provenance, ...sources } };
    const model = await makeFile('texts.bin', withHeader(await tinyModelBytes(), header));
    const time = ['--training-time', '2 minutes on 2 cores'];
    expect(await modelCard(model, 'texts.md', ...args, ...time)).toMatchObject({ code: 0 });
    const { card, row } = await readCard('texts.md');
    expect(card).toContain('### Whole texts');
    expect(card).toMatch(/^\| +\| reviews\.ndjson \| goods\.csv \(trained on\) \|$/m);
    expect(row('SHA-256 of goods.csv')).toEqual([sha256]);
    expect(row('soft texts')).toEqual(['soft.ndjson']);
    expect(row('teacher of soft.ndjson')).toEqual(['transformer-01234567']);
    expect(card).toContain(
      '--seed 1 --texts goods.csv --text-labels stars --soft soft.ndjson --soft-weight 2 --max-features 9000 --cite CITATIONS --validation',
    );
    expect(card).toMatch(/^The training took 2 minutes on 2 cores\.$/m);
    expect(card).toContain('The data is from:\n\n- A. Reader: "Lamps"\n');
    expect(row('**on the right side**')).toEqual(['1.0000 of 1', '0.5000 of 2']);
    expect(row('of 1 to 20 tokens')).toEqual(['1.0000 of 1', '0.5000 of 2']);
    expect((await readCard('linear.md')).card).not.toContain('### Whole texts');
  });

  test('gives the same card again', async () => {
    await mkdir(join(folder, 'again'));
    await modelCard(recurrent, 'again/recurrent.md', '--seeds', otherSeed, '--ablation', ablation);
    expect(await readCard('again/recurrent.md')).toMatchObject({
      card: (await readCard('recurrent.md')).card,
    });
  });

  test('leaves the learning curve out where there is no ablation', async () => {
    expect(await modelCard(recurrent, 'short.md')).toMatchObject({ code: 0 });
    const { card } = await readCard('short.md');
    expect(headings(card)).not.toContain('## How it learns');
    expect(card).not.toContain('### Other seeds');
    expect(await readdir(folder)).not.toContain('short-learning-curve.svg');
  });

  test.each<[string, () => string[] | Promise<string[]>, RegExp]>([
    [
      'data the model was not trained on',
      async () => ['--data', await makeFile('less.tsv', toKaggleTsv(REVIEWS.slice(1)))],
      /less\.tsv has SHA-256 [0-9a-f]{64}; expected [0-9a-f]{64}, which recurrent-[0-9a-f]{8} was trained on$/,
    ],
    ['a seed given twice', () => ['--seeds', recurrent], /recurrent\.bin: seed 1 is there already/],
    ['a model trained otherwise', () => ['--seeds', linear], /linear\.bin: its kind, settings, data or/],
    [
      'an ablation of other data',
      async () => {
        const sizes = SMALL_ABLATION.sizes.map((size) => ({ ...size, texts: 99 }));
        return ['--ablation', await makeFile('other.json', JSON.stringify({ ...SMALL_ABLATION, sizes }))];
      },
      /other\.json: the ablation trained on 99 texts and 0 soft texts; expected those that the model was trained on, 120 and 0$/,
    ],
    [
      'a file that holds no ablation',
      () => ['--ablation', phrases],
      /phrases\.tsv: expected what "npm run ablate" writes/,
    ],
    [
      'an ablation of a linear model',
      () => ['--model', linear, '--ablation', ablation],
      /is for a recurrent/,
    ],
  ])('refuses %s in one line, and writes nothing', async (what, makeArgs, problem) => {
    const out = `refused ${what}.md`;
    const { stdout, stderr, code } = await modelCard(recurrent, out, ...(await makeArgs()));
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const errors = stderr.split('\n').filter((line) => line.startsWith('error: '));
    expect(errors).toEqual([expect.stringMatching(problem)]);
    expect(stderr).not.toMatch(/^ +at /m);
    expect((await readdir(folder)).filter((name) => name.startsWith('refused'))).toEqual([]);
  });
});
