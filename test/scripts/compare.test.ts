import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeModel } from '../../classifier/src/model-file.ts';
import { runInProcess } from '../helpers/run-in-process.ts';
import { REVIEWS, toKaggleTsv } from '../helpers/run-script.ts';
import { HEADER, TINY_REVIEWS, tinyModelBytes, trainTiny } from '../helpers/tiny-model.ts';

let folder: string;
/** A model that gets all phrases right, one that takes the best for the second best, and the data. */
let tiny: string;
let worse: string;
let phrases: string;

const compare = (...args: string[]) => runInProcess('compare.ts', args);
async function makeFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-'));
  tiny = await makeFile('tiny.bin', await tinyModelBytes());
  const { arrays } = await trainTiny(
    TINY_REVIEWS.map((each) => ({ ...each, label: Math.min(each.label, 3) })),
  );
  worse = await makeFile('worse.bin', encodeModel(HEADER, { ...arrays }));
  phrases = await makeFile('phrases.tsv', toKaggleTsv(REVIEWS));
});
afterAll(() => rm(folder, { recursive: true }));

describe('compare', () => {
  test('tells which model is better, how sure that is, and where they differ', async () => {
    const out = join(folder, 'differences.ndjson');
    const { stdout, code } = await compare('--data', phrases, tiny, worse, '--show', '2', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^\S+tiny\.bin \(linear-[\da-f]{8}\) +accuracy 1\.0000 +macro-F1 1\.0000 +alone right on \d+ texts?$/m,
    );
    expect(stdout).toMatch(/^difference in accuracy −0\.\d{4}, 95 % interval −0\.\d{4} to −0\.\d{4}$/m);
    expect(stdout).toMatch(/^McNemar's exact test: p < 0\.0001$/m);
    expect(stdout).toMatch(
      /^\S+tiny\.bin \(linear-[\da-f]{8}\) is better on 120 texts: by (\d+\.\d) percentage points of accuracy, with 95 % by \d+\.\d to \d+\.\d \(p < 0\.0001\)\.$/m,
    );
    expect(stdout.match(/^line \d+: .* by the first, .* by the second$/gm)).toHaveLength(2);
    const lines = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(5);
    for (const { first, second, label } of lines)
      expect([first, second].filter((one) => one === label)).toHaveLength(1);
  });

  test('tells no difference from chance where another system answers alike', async () => {
    const labels = REVIEWS.flatMap(({ label }) => [label, label]);
    const predictions = await makeFile('alike.csv', `prediction\n${labels.join('\n')}\n`);
    const { stdout } = await compare('--data', phrases, tiny, '--predictions', predictions);
    expect(stdout).toContain('difference in accuracy +0.0000, 95 % interval +0.0000 to +0.0000');
    expect(stdout).toContain("McNemar's exact test: p = 1.0000");
    expect(stdout).toContain('No difference in accuracy can be told from chance on 120 texts (p = 1.0000).');
  });

  test('reads predictions as the data spells its labels, stars as stars', async () => {
    const data = await makeFile(
      'stars.csv',
      `text,stars\n${REVIEWS.map(({ text, label }) => `${text},${[1, 2, 4, 5, 5][label]}`).join('\n')}\n`,
    );
    const model = join(folder, 'stars.bin');
    await runInProcess('train.ts', ['--kind', 'linear', '--data', data, '--labels', 'stars', '--out', model]);
    const predictions = await makeFile('ones.csv', `prediction\n${'1\n'.repeat(REVIEWS.length)}`);
    const { stdout, stderr } = await compare('--data', data, model, '--predictions', predictions, '--json');
    expect(JSON.parse(stdout).accuracy[1]).toBe(0.2);
    expect(stderr).toMatch(/^linear-[\da-f]{8} was trained on stars\.csv: its accuracy is no measure here$/m);
  });

  test('takes what another system gave, by names or labels, and prints JSON', async () => {
    const labels = REVIEWS.flatMap(({ label }) => [label, label]);
    const rows = labels.map((label, i) => (i === 0 ? (label + 1) % 5 : label));
    const predictions = await makeFile('sklearn.csv', `label\n${rows.join('\n')}\n`);
    const { stdout } = await compare(
      ...['--data', phrases, tiny, '--predictions', predictions, '--prediction-column', 'label', '--json'],
    );
    const comparison = JSON.parse(stdout);
    expect(comparison).toMatchObject({
      count: 120,
      accuracy: [1, expect.closeTo(119 / 120, 9)],
      rightAlone: [1, 0],
      pValue: 1,
    });
    expect(comparison.names[1]).toBe(predictions);
  });

  test.each([
    ['too few', 'prediction\n1\n', 'has 1 predictions; expected one for each of 120 texts, in their order'],
    [
      'a class that is none',
      'prediction\ngreat\n',
      'line 2: the column "prediction" is "great"; expected a class (negative, ',
    ],
    [
      'a label too high',
      'prediction\n5\n',
      'line 2: the column "prediction" is "5"; expected a class (negative, ',
    ],
    [
      'another column',
      'id,label\n7,1\n',
      'line 2: there is no column "prediction" among id, label; --prediction-column names another',
    ],
    [
      'nothing in it',
      'prediction,id\n,1\n',
      'line 2: the column "prediction" is ""; expected a class (negative, ',
    ],
  ])('refuses predictions with %s', async (_, content, problem) => {
    const predictions = await makeFile('bad.csv', content);
    const { stderr, code } = await compare('--data', phrases, tiny, '--predictions', predictions);
    expect(stderr).toContain(problem);
    expect(code).toBe(1);
  });

  test('refuses one model alone, the same model twice, and models of other classes', async () => {
    expect((await compare('--data', phrases, tiny, tiny)).stderr).toMatch(
      /^error: both are the model linear-[\da-f]{8}; expected two different ones$/m,
    );
    expect((await compare('--data', phrases, tiny)).stderr).toBe(
      'error: expected a second model, or --predictions in its place\n',
    );
    const data = await makeFile(
      'two.csv',
      `text,label\n${REVIEWS.map(({ text, label }) => `${text},${label > 2 ? 'gut' : 'schlecht'}`).join('\n')}\n`,
    );
    const two = join(folder, 'two.bin');
    await runInProcess('train.ts', ['--kind', 'linear', '--data', data, '--out', two]);
    const { stderr } = await compare('--data', phrases, tiny, two);
    expect(stderr).toMatch(
      /error: linear-[\da-f]{8} has the classes gut, schlecht; expected those of linear-[\da-f]{8}: negative, /,
    );
  });
});
