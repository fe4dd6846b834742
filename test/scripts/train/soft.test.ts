import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/program/root.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { WORDS } from '../../helpers/run-script.ts';
import { load, openTrainingFolder, train } from '../../helpers/training-folder.ts';

const EXAMPLE = join(ROOT, 'scripts/training/example/sentences.txt');
const LABELLED = join(ROOT, 'scripts/explore/example/reviews.tsv');
const NAMES = ['negative', 'somewhat negative', 'neutral', 'somewhat positive', 'positive'];

const { folder, makeFile, phrases, filesOf } = await openTrainingFolder();
const out = (name: string): string => join(folder, `${name}.bin`);
const toLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

interface SoftRow {
  text: string;
  label: number;
  probabilities: Record<string, number>;
  model: string;
}
/** The example sentences with the answers of the recurrent model: two thirds to learn from, the rest to compare. */
let taught: SoftRow[];
let others: SoftRow[];
let soft: string;

async function classify(file: string, model: string): Promise<SoftRow[]> {
  const { stdout } = await runInProcess('classify.ts', [file, '--model', model, '--json']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

beforeAll(async () => {
  const rows = await classify(EXAMPLE, 'recurrent');
  taught = rows.filter((_, i) => i % 3 !== 0);
  others = rows.filter((_, i) => i % 3 === 0);
  soft = await makeFile('soft.ndjson', toLines(taught));
});

describe('a model taught by another', () => {
  const trainStudent = (name: string, ...args: string[]) =>
    train('--data', LABELLED, '--out', out(name), ...args);

  test('agrees with it more than one that was trained on labels alone', async () => {
    const hint = 'is too high if the teacher was trained on the same labels';
    expect((await trainStudent('alone')).stderr).not.toContain(hint);
    expect((await trainStudent('student', '--soft', soft)).stderr).toContain(hint);
    const kept = await makeFile('others.txt', others.map(({ text }) => `${text}\n`).join(''));
    /** The mean of −Σ q log p: the less, the closer to the teacher. */
    const crossEntropy = async (name: string): Promise<number> => {
      const answers = await classify(kept, out(name));
      const losses = answers.map(({ probabilities }, i) =>
        Object.entries(others[i]!.probabilities).reduce(
          (sum, [k, q]) => sum - q * Math.log(probabilities[k]!),
          0,
        ),
      );
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    };
    expect(await crossEntropy('student')).toBeLessThan(0.95 * (await crossEntropy('alone')));
  });

  test('has the same bytes again, others with another weight or threshold', async () => {
    const bytes = await readFile(out('student'));
    await trainStudent('again', '--soft', soft);
    expect((await readFile(out('again'))).equals(bytes)).toBe(true);
    for (const args of [
      ['--soft-weight', '0.5'],
      ['--soft-min-texts', '2'],
    ]) {
      await trainStudent('other', '--soft', soft, ...args);
      expect((await readFile(out('other'))).equals(bytes)).toBe(false);
    }
  });

  test('says what it was taught with, and by which model', async () => {
    const { header } = await load(out('student'));
    const sha256 = createHash('sha256')
      .update(await readFile(soft))
      .digest('hex');
    const [{ model: teacher } = { model: '' }] = taught;
    const file = { data: 'soft.ndjson', sha256, rows: taught.length, teacher };
    expect(header.provenance.softData).toEqual([file]);
    expect(header.settings).toMatchObject({ softWeight: 1, softMinTexts: 5 });
    expect((await load(out('alone'))).header.provenance).not.toHaveProperty('softData');
    const record = (await readFile(join(folder, 'trainings.ndjson'), 'utf8')).trimEnd().split('\n').at(-1)!;
    expect(JSON.parse(record).softData).toMatchObject([{ teacher }]);
  });

  test('is not measured on its soft texts without a warning', async () => {
    const args = ['--data', soft, '--model', out('student')];
    const { stdout } = await runInProcess('evaluate.ts', args);
    expect(stdout).toMatch(/^The model was trained on this very file, /);
  });

  test('is trained in each fold of a cross-validation, and tried in a search', async () => {
    const { stdout, code } = await trainStudent('folds', '--soft', soft, '--folds', '2', '--search', '2');
    expect(code).toBe(0);
    expect(stdout).toContain('| mean');
    expect(stdout).toContain('| trial');
  });

  test('may be recurrent, and has the same bytes again too', async () => {
    const recurrent = (name: string, ...args: string[]) =>
      runInProcess('train.ts', [
        ...[
          '--kind',
          'recurrent',
          '--vectors',
          'none',
          '--epochs',
          '1',
          '--num-dimensions',
          '8',
          '--num-hidden',
          '4',
          '--data',
          phrases,
          '--out',
          out(name),
        ],
        ...args,
      ]);
    for (const name of ['one', 'two']) {
      const { stderr, code } = await recurrent(name, '--soft', soft);
      expect([code, stderr]).toEqual([0, expect.stringContaining('tokenize soft texts: ')]);
    }
    expect((await readFile(out('two'))).equals(await readFile(out('one')))).toBe(true);
    const { header } = await load(out('one'));
    expect(header).toMatchObject({
      kind: 'recurrent',
      provenance: { rows: 120, softData: [{ rows: taught.length }], vectors: 'none' },
    });
  });
});

describe('soft texts', () => {
  const row = (text: string, positive: number) => ({
    text,
    probabilities: Object.fromEntries(
      NAMES.map((name, k) => [name, k === 4 ? positive : (1 - positive) / 4]),
    ),
  });

  test('that equal a labelled, a validation or an earlier soft text are left out', async () => {
    const validation = await makeFile('validation.csv', 'text,label\nSo grand!,4\n');
    const rows = [
      row('the FILM is superb', 1),
      row('So grand.', 1),
      row('so grand', 1),
      row('A grand show.', 0.8),
    ];
    const some = await makeFile(
      'some.ndjson',
      toLines([...rows, { line: 5, error: 'too long' }, row('a grand show', 0.5)]),
    );
    const { stderr, code } = await train(
      ...['--data', phrases, '--out', out('left'), '--soft', some, '--validation', validation],
    );
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(
        'left out soft texts that equal a labelled, a validation or an earlier soft text: 4\n',
      ),
    ]);
    expect(stderr).toContain('left out rows with an error in place of an answer: 1\n');
    const { softData } = (await load(out('left'))).header.provenance;
    expect(softData).toEqual([expect.objectContaining({ data: 'some.ndjson', rows: 1 })]);
    expect(softData![0]).not.toHaveProperty('teacher');
  });

  test('of several files are learned together, and all teachers that the rows name are named', async () => {
    const rows = (file: string, models: readonly string[]) =>
      WORDS.map((word, i) => ({ ...row(`${word} of ${file}`, 0.9), model: models[i % models.length] }));
    const files = [
      await makeFile('a.ndjson', toLines(rows('a', ['linear-1']))),
      await makeFile('b.ndjson', toLines(rows('b', ['linear-1', 'linear-2']))),
      await makeFile('c.ndjson', toLines(WORDS.map((word) => row(`${word} of c`, 0.9)))),
    ];
    const { code } = await train('--data', phrases, '--out', out('both'), '--soft', ...files);
    expect(code).toBe(0);
    const { softData } = (await load(out('both'))).header.provenance;
    expect(softData).toMatchObject([
      { data: 'a.ndjson', rows: 5, teacher: 'linear-1' },
      { data: 'b.ndjson', teacher: 'linear-1, linear-2' },
      { data: 'c.ndjson' },
    ]);
    expect(softData![2]).not.toHaveProperty('teacher');
  });

  test('count for the settings that follow from the number of texts', async () => {
    const many = await makeFile(
      'many.ndjson',
      toLines(Array.from({ length: 25_000 }, (_, i) => row(`number ${i}`, 0.5))),
    );
    const print = async (...args: string[]) =>
      JSON.parse(
        (await runInProcess('train.ts', ['--data', phrases, '--out', out('x'), '--print-config', ...args]))
          .stdout,
      );
    expect(await print()).toMatchObject({ epochs: 30, batchSize: 32 });
    expect(await print('--soft', many)).toMatchObject({
      epochs: 8,
      batchSize: 128,
      soft: [many],
      softWeight: 1,
      softMinTexts: 5,
    });
  });

  test.each<[string, string[], string]>([
    ['of a table', ['--soft', phrases], `--soft ${phrases}: expected NDJSON`],
    ['that are not there', ['--soft', 'no/such.ndjson'], 'no/such.ndjson: no such file'],
    [
      'whose weight is 0',
      ['--soft', 'a.ndjson', '--soft-weight', '0'],
      'expected a number from 0.001 to 1000.',
    ],
    ['with a weight alone', ['--soft-weight', '2'], '--soft-weight goes with --soft'],
    ['with a threshold alone', ['--soft-min-texts', '2'], '--soft-min-texts goes with --soft'],
  ])('%s are refused', async (_, args, problem) => {
    const { stderr, code } = await train('--data', phrases, '--out', out('refused'), ...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(problem)]);
    expect(await filesOf('refused')).toEqual([]);
  });

  test('of other classes, or all of them known, are refused', async () => {
    const other = await makeFile(
      'classes.ndjson',
      toLines([{ text: 'Fine.', probabilities: { pos: 1, neg: 0 } }]),
    );
    const known = await makeFile('known.ndjson', toLines([row('The film is superb.', 1)]));
    for (const [file, problem] of [
      [
        other,
        `error: ${other}, line 1: there is a probability of the class "pos"; expected those of the labelled texts`,
      ],
      [
        known,
        'error: --soft: no text is left; expected rows with probabilities, of texts other than the labelled ones',
      ],
    ] as const) {
      const { stderr, code } = await train('--data', phrases, '--out', out('refused'), '--soft', file);
      expect([code, stderr]).toEqual([1, expect.stringContaining(problem)]);
    }
  });
});
