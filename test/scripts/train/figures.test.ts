import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { LINEAR_DEFAULTS } from '../../../classifier/training/linear/train-linear.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { load, openTrainingFolder, train } from '../../helpers/training-folder.ts';

const { folder, makeFile, phrases, filesOf } = await openTrainingFolder();

/** The run that the tests look at: what it printed, and the model it wrote. */
let first: Awaited<ReturnType<typeof train>>;
const firstModel = join(folder, 'first.bin');

beforeAll(async () => {
  const right = await makeFile('right.csv', 'text,label\n"superb, superb",4\nawful,negative\n');
  const wrong = await makeFile(
    'wrong.ndjson',
    '{"text":"superb","label":"negative"}\n{"text":"weak","label":"somewhat negative"}\n',
  );
  first = await train('--data', phrases, '--out', firstModel, '--validation', right, wrong);
});

describe('a run that succeeds', () => {
  test('prints the figures, and where the model was written', async () => {
    const { name } = await load(firstModel);
    expect(first.code).toBe(0);
    const figures = (accuracy: string): string =>
      `accuracy ${accuracy}, macro-F1 [01]\\.\\d{4}, expected calibration error 0\\.\\d{4}`;
    expect(first.stdout).toMatch(
      new RegExp(
        [
          // Some of the texts held out are misspelled.
          `^accuracy (?:0\\.9\\d{3}|1\\.0000), macro-F1 .* on 120 texts \\(cross-validation\\)`,
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
    expect(first.stderr).toMatch(/^train on n-grams: 30 of 30 support vector machines in /m);
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
        { data: 'cross-validation', count: 120 },
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

  test('evaluate and classify read the model', async () => {
    const text = await makeFile('one.txt', 'a superb one\n');
    const [evaluated, classified] = await Promise.all([
      runInProcess('evaluate.ts', ['--data', phrases, '--model', firstModel, '--json']),
      runInProcess('classify.ts', [text, '--model', firstModel, '--json']),
    ]);
    const { name } = await load(firstModel);
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ model: name, accuracy: 1 });
    expect(JSON.parse(classified.stdout)).toMatchObject({ model: name, sentiment: 'positive' });
  });
});
