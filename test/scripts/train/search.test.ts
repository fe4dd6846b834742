import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { load, openTrainingFolder, train } from '../../helpers/training-folder.ts';

const { folder, makeFile, phrases, filesOf } = await openTrainingFolder();
const out = (name: string): string => join(folder, `${name}.bin`);

/** The cells of the first table of a text, without its head. */
function rowsOf(text: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const table = lines.slice(start).join('\n').split('\n\n')[0]!.split('\n');
  return table.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('a search', () => {
  const search = (name: string, ...args: string[]) =>
    train('--data', phrases, '--out', out(name), '--search', '9', ...args);

  test('tries settings on growing numbers of texts, and trains with the best', async () => {
    const { stdout, stderr, code } = await search('best');
    expect(stdout).toMatch(
      /^(No trial was better than the defaults; the model is trained with them|Trial \d+ was the best; the model is trained with its settings)\.$/m,
    );
    expect(code).toBe(0);
    const rows = rowsOf(stdout);
    expect(rows).toHaveLength(9);
    expect(rows.map(([trial]) => Number.parseInt(trial!, 10)).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const budgets = rows.map(([, texts]) => Number(texts));
    expect(budgets).toEqual(budgets.toSorted((a, b) => b - a));
    expect(new Set(budgets).size).toBe(3);
    expect(stderr.match(/^trial \d of 9: accuracy [01]\.\d{4} after \d+ texts$/gm)).toHaveLength(9 + 3 + 1);
    const [head] = stdout.split('\n');
    const names = head!.split('|').map((cell) => cell.trim());
    const cost = rows[0]![names.indexOf('cost') - 1];
    const { header } = await load(out('best'));
    expect(header.settings.cost).toBe(cost === '' ? 0.7 : Number(cost));
    expect(header.settings.numFolds).toBe(5);
  });

  test('finds the same with the same seed, and leaves what was chosen', async () => {
    const first = await search('first', '--cost', '0.3', '--seed', '4');
    const second = await search('second', '--cost', '0.3', '--seed', '4');
    expect(rowsOf(second.stdout)).toEqual(rowsOf(first.stdout));
    expect(first.stdout.split('\n')[0]).not.toContain('cost');
    expect((await load(out('first'))).header.settings.cost).toBe(0.3);
  });

  test('judges by validation texts where there are any, and ends when its time is over', async () => {
    const { stdout, stderr } = await search('short', '--validation', phrases, '--minutes', '1e-9');
    expect(rowsOf(stdout)).toHaveLength(1);
    expect(stderr).toContain('the 1e-9 minutes are over: 1 of 9 settings of this round were tried\n');
    expect(stdout).toContain('on 120 texts (phrases.tsv)');
  });

  test('of a network tries growing numbers of epochs', async () => {
    const args = ['--data', phrases, '--vectors', 'none', '--out', out('network'), '--num-folds', '2'];
    const small = ['--max-words', '50', '--num-subwords', '20', '--num-dimensions', '8', '--epochs', '3'];
    const { stdout } = await runInProcess('train.ts', [...args, ...small, '--search', '3']);
    expect(rowsOf(stdout).map(([, epochs]) => epochs)).toEqual(['3', '1', '1']);
    expect((await load(out('network'))).header.settings).toMatchObject({ epochs: 3, numDimensions: 8 });
  });
});

describe('cross-validation', () => {
  test('has a row for each fold, their mean and deviation, and a learning curve', async () => {
    const { stdout, code } = await train('--data', phrases, '--out', out('folds'), '--folds', '3');
    expect(code).toBe(0);
    const rows = rowsOf(stdout);
    expect(rows.map(([fold]) => fold)).toEqual(['1', '2', '3', 'mean', 'standard deviation']);
    const accuracies = rows.slice(0, 3).map((row) => Number(row[1]));
    expect(Number(rows[3]![1])).toBeCloseTo((accuracies[0]! + accuracies[1]! + accuracies[2]!) / 3, 3);
    const curve = rowsOf(stdout.slice(stdout.indexOf('| texts trained on')));
    expect(curve.map(([texts]) => Number(texts))).toEqual([80]);
    expect(curve[0]![1]).toBe(rows[0]![1]);
    expect(stdout).not.toContain('NaN');
    expect(await filesOf('folds')).toEqual(['folds.bin']);
  });
});

test.each([
  [['--minutes', '1'], 'error: --minutes goes with --search'],
  [['--search', '1'], 'expected a whole number from 2 to 1000.'],
  [['--folds', '21'], 'expected a whole number from 2 to 20.'],
  [['--search', '2', '--minutes', '0'], 'expected minutes, above 0 and up to 10000.'],
])('%j is refused', async (args, problem) => {
  const { stderr, code } = await train('--data', phrases, '--out', out('refused'), ...args);
  expect(stderr).toContain(problem);
  expect(code).toBe(1);
});

test('more folds than groups are refused', async () => {
  const data = await makeFile('few.csv', 'text,label\ngood,positive\nbad,negative\nfine film,positive\n');
  const { stderr } = await train('--data', data, '--out', out('few'), '--folds', '4');
  expect(stderr).toContain('error: --folds is 4; the texts form 3 groups, so expected at most that many\n');
});
