import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadClassifier, SENTIMENTS } from '../../classifier/src/index.ts';
import { DEFAULT_MODEL, findModelFile, MODEL_OPTION_HELP } from '../../scripts/program/model-option.ts';
import { runInProcess } from '../helpers/run-in-process.ts';
import { REVIEWS, type Review, toKaggleTsv, WORDS } from '../helpers/run-script.ts';
import { tinyModelBytes } from '../helpers/tiny-model.ts';

let folder: string;
/** A model that gives the label of the one of `WORDS` it reads. */
let model: string;
let phrases: string;
/** Ten reviews, of which it gets eight right. */
let ten: string;

const evaluate = (...args: string[]) => runInProcess('evaluate.ts', args);

/** What it prints with `--json`. */
async function evaluateJson(...args: string[]) {
  const { stdout, code } = await evaluate(...args, '--json');
  expect(code).toBe(0);
  expect(stdout.indexOf('\n')).toBe(stdout.length - 1); // one object on one line
  return JSON.parse(stdout);
}

async function makeFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const toCsv = (reviews: readonly Review[]): string =>
  `text,label\n${reviews.map(({ text, label }) => `"${text}",${label}`).join('\n')}\n`;

/*
 * Two reviews of each word, and two labels that are not the word's: an "awful" labelled 3, a "superb" labelled 0.
 *
 *   rows true, columns given     0  1  2  3  4
 *                            0   1  0  0  0  1
 *                            1   0  2  0  0  0
 *                            2   0  0  2  0  0
 *                            3   1  0  0  2  0
 *                            4   0  0  0  0  1
 *
 * Accuracy 8/10; off by 3 and 4 labels, mean 0.7; the most frequent label, 3, has 3 of 10.
 * F1: 2·1/(2+2), 2·2/(2+2), 1, 2·2/(2+3), 2·1/(2+1) = 1/2, 1, 1, 4/5, 2/3, mean 119/150.
 */
const TEN: Review[] = WORDS.flatMap((word, label) => [
  { text: `the film is ${word}`, label },
  { text: `the plot is ${word}`, label: word === 'awful' ? 3 : word === 'superb' ? 0 : label },
]);
const CONFUSION = [
  [1, 0, 0, 0, 1],
  [0, 2, 0, 0, 0],
  [0, 0, 2, 0, 0],
  [1, 0, 0, 2, 0],
  [0, 0, 0, 0, 1],
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
  model = await makeFile('tiny.bin', await tinyModelBytes());
  phrases = await makeFile('phrases.tsv', toKaggleTsv(REVIEWS));
  ten = await makeFile('ten.csv', toCsv(TEN));
});
afterAll(() => rm(folder, { recursive: true }));

describe.concurrent('evaluate', () => {
  test('prints with --json one object with every measure', async () => {
    const report = await evaluateJson('--data', ten, '--model', model);
    expect(report).toEqual({
      model: expect.stringMatching(/^linear-[0-9a-f]{8}$/),
      data: 'ten.csv',
      protocol: 'held-out',
      count: 10,
      accuracy: 0.8,
      macroF1: expect.closeTo(119 / 150, 9),
      meanAbsoluteError: 0.7,
      expectedCalibrationError: expect.any(Number),
      majorityAccuracy: 0.3,
      labels: SENTIMENTS,
      absent: [],
      confusion: CONFUSION,
      perClass: expect.any(Object),
      intervals: {
        accuracy: { low: expect.any(Number), high: expect.any(Number) },
        macroF1: { low: expect.any(Number), high: expect.any(Number) },
        resamples: 1000,
      },
      byLength: [{ tokens: '1 to 5', count: 10, accuracy: 0.8 }],
      byConfidence: expect.any(Array),
      thresholds: expect.any(Array),
      mistakes: [
        { label: 'somewhat positive', predicted: 'negative' },
        { label: 'negative', predicted: 'positive' },
      ].map((mistake) => expect.objectContaining(mistake)),
      textsPerSecond: expect.any(Number),
    });
    expect(report.expectedCalibrationError).toBeGreaterThan(0);
    expect(report.expectedCalibrationError).toBeLessThan(1);
    expect(report.textsPerSecond).toBeGreaterThan(0);
    expect(Object.keys(report.perClass)).toEqual(SENTIMENTS);
    expect(report.perClass['somewhat positive']).toEqual({
      precision: 1,
      recall: expect.closeTo(2 / 3, 9),
      f1: expect.closeTo(0.8, 9),
      count: 3,
    });
  });

  test('prints a report to read, and progress on standard error', async () => {
    const { stdout, stderr, code } = await evaluate('--data', ten, '--model', model);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^model +linear-[0-9a-f]{8}$/m);
    expect(stdout).toMatch(/^data +ten\.csv, 10 texts, held-out$/m);
    expect(stdout).toMatch(/^accuracy +0\.8000$/m);
    expect(stdout).toMatch(/^macro-F1 +0\.7933$/m);
    expect(stdout).toMatch(/^mean absolute error +0\.7000$/m);
    expect(stdout).toMatch(/^expected calibration error +0\.\d{4}$/m);
    expect(stdout).toMatch(/^majority-class baseline +0\.3000$/m);
    expect(stdout).toMatch(/^texts per second +\d+$/m);
    expect(stdout).toMatch(/^somewhat positive +1\.0000 +0\.6667 +0\.8000 +3$/m);
    expect(stdout).toMatch(/^somewhat positive +1 +0 +0 +2 +0$/m);
    expect(stdout).not.toMatch(/leak/i);
    expect(stderr).toMatch(/^read ten\.csv: 10 texts in /m);
    expect(stderr).toMatch(/^classify: 10 of 10 texts in /m);
  });

  test('shows the mistakes that it was surest of, and how accuracy goes with length and confidence', async () => {
    const { stdout } = await evaluate('--data', ten, '--model', model, '--mistakes', '1');
    expect(stdout.match(/^line \d+: .* with 0\.\d\d, but it is .*; by "\w+"/gm)).toHaveLength(1);
    expect(stdout).toMatch(/^accuracy, 95 % interval +0\.\d{4} to \d\.\d{4}$/m);
    expect(stdout).toMatch(/^1 to 5 +0\.8000 +10$/m);
    expect(stdout).toMatch(/^0\.\d to [01]\.\d +0\.\d{4} +\d+$/m);
    expect(stdout).toMatch(
      /^at 80\.0 % precision 100\.0 % of the texts are answered, from a confidence of 0\.\d\d on$/m,
    );
    expect(stdout).not.toContain('NaN');
  });

  test('writes what was said of each text with all its columns, and a page with charts', async () => {
    const data = await makeFile(
      'columns.csv',
      `id,text,label,source\n7,the film is awful,0,"a ""b"""\n8, ,0,blank\n9,the plot is awful,3,c\n`,
    );
    const out = join(folder, 'predictions.ndjson');
    const report = join(folder, 'new', 'report');
    const { stderr, code } = await evaluate(
      '--data',
      data,
      '--model',
      model,
      '--out',
      out,
      '--report',
      report,
    );
    expect(code).toBe(0);
    const lines = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        id: '7',
        text: 'the film is awful',
        source: 'a "b"',
        label: '0',
        predicted_sentiment: 'negative',
        predicted_label: 0,
        predicted_confidence: expect.any(Number),
        predicted_isRight: true,
      },
      { id: '9', label: '3', predicted_sentiment: 'negative', predicted_isRight: false },
    ]);
    expect(stderr).toContain(`written to ${join(report, 'report.html')}`);
    const page = await readFile(join(report, 'report.html'), 'utf8');
    expect(page).toContain('The most frequent mistake is “negative” for “somewhat positive”: 1 text');
    expect(page).not.toMatch(/NaN|undefined/);
    for (const name of ['confusion', 'reliability', 'thresholds']) {
      expect(await readFile(join(report, `${name}.svg`), 'utf8')).toMatch(/^<svg /);
      expect([...(await readFile(join(report, `${name}.png`))).subarray(1, 4)]).toEqual([
        ...Buffer.from('PNG'),
      ]);
    }
  });

  test('names what was said as classify does, by merged classes and by sides too', async () => {
    const data = await makeFile(
      'sides-too.ndjson',
      [
        { mytext: 'the film is awful', stars: 1 },
        { mytext: 'the plot is nice', stars: 3 },
        { mytext: 'the end is awful', side: 'positive' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const out = join(folder, 'merged.ndjson');
    const { stdout, code } = await evaluate(
      ...['--data', data, '--model', model, '--labels', 'stars', '--out', out],
      ...['--merge', 'bad=0+1,fair=2,good=3+4'],
    );
    expect(code).toBe(0);
    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { mytext: 'the film is awful', stars: 1, sentiment: 'bad', label: 0, isRight: true },
      { mytext: 'the plot is nice', stars: 3, sentiment: 'good', label: 2, isRight: false },
      { mytext: 'the end is awful', side: 'positive', sentiment: 'negative', isRight: false },
    ]);
    expect(stdout).toMatch(/^line 2: good with 0\.\d\d, but it is fair; by "\w+"/m);
  });

  test('says in its page that there is no mistake to show and no threshold to choose', async () => {
    const wrong = await makeFile('wrong.csv', 'text,label\nthe film is awful,4\nthe plot is awful,4\n');
    const report = join(folder, 'wrong');
    const { stdout } = await evaluate(
      '--data',
      wrong,
      '--model',
      model,
      '--mistakes',
      '0',
      '--report',
      report,
    );
    expect(stdout).not.toMatch(/NaN|undefined/);
    const page = await readFile(join(report, 'report.html'), 'utf8');
    expect(page).toMatch(/At no confidence are 80.% of the answers right\./);
    expect(page).toContain('None is shown.');
    expect(page).not.toMatch(/NaN|undefined/);
  });

  test('tells no correlation where all stars are alike', async () => {
    const data = await makeFile('alike.csv', 'text,stars\nthe film is awful,2\nthe plot is nice,2\n');
    const { sides } = await evaluateJson('--data', data, '--model', model, '--labels', 'stars');
    expect(sides.rightSide.count).toBe(2);
    expect(sides).not.toHaveProperty('correlation');
  });

  test('warns where the model was trained on the very file', async () => {
    const trained = join(folder, 'trained.bin');
    await runInProcess('train.ts', ['--kind', 'linear', '--data', phrases, '--out', trained]);
    const { stdout } = await evaluate('--data', phrases, '--model', trained);
    expect(stdout).toMatch(/^The model was trained on this very file, /);
    expect((await evaluateJson('--data', ten, '--model', trained)).warning).toBeUndefined();
  });

  test('refuses one column for text and label', async () => {
    const { stderr } = await evaluate(
      ...['--data', ten, '--model', model, '--text-column', 'label', '--label-column', 'label'],
    );
    expect(stderr).toContain('the column of the text is that of the label too; expected two columns, by');
  });

  test('makes no page of sides alone, and none where no folder can be', async () => {
    const sides = await makeFile('alone.csv', 'text,side\nthe film is awful,positive\n');
    expect(
      (await evaluate('--data', sides, '--model', model, '--report', join(folder, 'no'))).stderr,
    ).toContain('error: --report needs labels; these texts have only sides\n');
    const { stderr, code } = await evaluate('--data', ten, '--model', model, '--report', join(ten, 'no'));
    expect(stderr).toMatch(/error: .*no: cannot be created: /);
    expect(code).toBe(1);
  });

  test('measures the model that comes with the repository where none is named', async () => {
    const { name } = loadClassifier(await readFile(findModelFile(DEFAULT_MODEL)));
    expect(await evaluateJson('--data', ten)).toMatchObject({ model: name, count: 10 });
  });

  test('reads columns and labels of its own, and the first texts only where there is a limit', async () => {
    const lines = TEN.map(({ text, label }) => JSON.stringify({ body: text, stars: `s${label}` }));
    const data = await makeFile('ten.ndjson', [...lines.slice(0, 4), 'not JSON'].join('\n'));
    const report = await evaluateJson(
      ...['--data', data, '--model', model, '--text-column', 'body', '--label-column', 'stars'],
      ...['--labels', 's0=0,s1=1,s2=2,s3=3,s4=4', '--limit', '4'],
    );
    expect(report).toMatchObject({ data: 'ten.ndjson', count: 4, accuracy: 0.75 });
  });

  test('tells of stars and sides how many texts are on the right side, and how valence goes with stars', async () => {
    // "awful" has valence 0, "nice" 3: the third text is on the wrong side, the one of 3 stars on none.
    const rows = [
      { text: 'the film is awful', stars: 1 },
      { text: 'the plot is nice', stars: 4 },
      { text: 'the cast is nice', stars: 2 },
      { text: 'the end is nice', stars: 5 },
      { text: 'the end is fine', stars: 3 },
      { text: 'the end is awful', side: 'negative' },
    ];
    const data = await makeFile('sides.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));
    const args = ['--data', data, '--model', model, '--labels', 'stars'];
    const { sides, count } = await evaluateJson(...args);
    expect(count).toBe(5);
    expect(sides).toMatchObject({
      rightSide: { count: 5, share: 0.8 },
      byLength: [{ tokens: '1 to 20', count: 5, share: 0.8 }],
      correlation: { count: 5, r: expect.any(Number) },
    });
    const { stdout } = await evaluate(...args);
    expect(stdout).toMatch(/^on the right side +0\.8000 of 5 texts$/m);
    expect(stdout).toMatch(/^r of valence and stars +0\.\d{4} of 5 texts$/m);
    expect(stdout).toMatch(/^1 to 20 +0\.8000 +5$/m);
  });

  test('tells of sides alone where no text has a label', async () => {
    const data = await makeFile('sides.csv', 'text,side\nthe film is awful,positive\n');
    const { stdout, code } = await evaluate('--data', data, '--model', model);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^data +sides\.csv, 1 text, held-out$/m);
    expect(stdout).toMatch(/^on the right side +0\.0000 of 1 text$/m);
    expect(stdout).not.toContain('accuracy');
  });

  test('refuses a file of blank texts only', async () => {
    const data = await makeFile('blank.csv', 'text,label\n ,1\n');
    const { stdout, stderr, code } = await evaluate('--data', data, '--model', model, '--json');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(`^error: ${data}: .*texts`, 'm'));
  });

  test('names a bad row and prints no figures', async () => {
    const data = await makeFile('bad.csv', `${toCsv(TEN)}fine,5\n`);
    const { stdout, stderr, code } = await evaluate('--data', data, '--model', model, '--json');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      `error: ${data}: the label "5" of line 12 is unknown; the model’s classes are negative`,
    );
  });

  test.each<[string, () => string[], string]>([
    ['an unknown option', () => ['--data', ten, '--jsn'], "error: unknown option '--jsn'"],
    ['no data', () => [], "error: required option '--data <file>' not specified"],
    [
      'an unknown model',
      () => ['--data', ten, '--model', 'cubic'],
      `error: no model "cubic"; expected ${MODEL_OPTION_HELP}`,
    ],
    ['a file that is no model', () => ['--data', ten, '--model', ten], 'error: model file '],
    [
      'an unknown protocol',
      () => ['--data', ten, '--protocol', 'x'],
      'Allowed choices are held-out, random-split',
    ],
    [
      'a model where one is to be trained',
      () => ['--data', ten, '--protocol', 'random-split', '--model', model],
      'error: --protocol random-split trains its own model; expected --kind, not --model',
    ],
    [
      'a kind where none is to be trained',
      () => ['--data', ten, '--kind', 'linear'],
      'error: --kind goes with --protocol random-split; expected --model',
    ],
  ])('tells of %s in one line and fails', async (_, makeArgs, problem) => {
    const { stdout, stderr, code } = await evaluate(...makeArgs());
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('prints with --help each option and its default', async () => {
    const { stdout, code } = await evaluate('--help');
    expect(code).toBe(0);
    const help = stdout.replace(/\s+/g, ' ');
    for (const option of ['--data <file>', '--labels <map>', '--limit <n>', '--kind <kind>', '--json']) {
      expect(help).toContain(` ${option} `);
    }
    expect(help).toMatch(/--model <kind\|file> [^-]*\(default: "?\w+"?\)/);
    expect(help).toMatch(/--protocol <name> .*default: "held-out"/);
    expect(help).toMatch(/--seed <n> .*\(default: 1\)/);
  });
});

describe('the protocol random-split', () => {
  const args = (...more: string[]) => [
    ...['--data', phrases, '--protocol', 'random-split', '--kind', 'linear'],
    ...more,
  ];
  /** Its report for a seed, but for what depends on the machine. */
  const report = async (seed: string) => ({
    ...(await evaluateJson(...args('--seed', seed))),
    textsPerSecond: 0,
  });
  let first: Awaited<ReturnType<typeof report>>;
  beforeAll(async () => {
    first = await report('1');
  });

  test('trains on 67 % of the texts and tests on the rest', () => {
    expect(first).toMatchObject({ protocol: 'random-split', count: 40, accuracy: 1 }); // of 120, 80.4 are 67 %
    expect(first.model).toMatch(/^linear-[0-9a-f]{8}$/);
  });

  test('says with --json that it leaks', () => {
    expect(first.warning).toMatch(/leaks: phrases of one sentence stand on both sides/);
  });

  test('says first of all in the report to read that it leaks', async () => {
    const { stdout, code } = await evaluate(...args());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^This protocol leaks: /);
    expect(stdout).toMatch(/^data +phrases\.tsv, 40 texts, random-split$/m);
  });

  test('gives the same for the same seed and another split for another', async () => {
    const [again, other] = await Promise.all([report('1'), report('2')]);
    expect(again).toEqual(first);
    expect(other.model).not.toBe(first.model);
    expect(other.confusion).not.toEqual(first.confusion);
  });
});
