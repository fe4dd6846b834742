import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { load, openTrainingFolder, train } from '../../helpers/training-folder.ts';

const { folder, makeFile, phrases, filesOf } = await openTrainingFolder();

const model = (name: string): string => join(folder, `${name}.bin`);
const trainRecurrent = (out: string, ...args: string[]) =>
  runInProcess('train.ts', ['--vectors', 'none', '--data', phrases, '--out', out, ...args]);

describe('a setting', () => {
  test('of the n-grams changes the model, which tells it', async () => {
    const out = model('cost');
    expect(
      await train('--data', phrases, '--out', out, '--cost', '0.05', '--word-ngrams', '2'),
    ).toMatchObject({
      code: 0,
    });
    const { header, classify } = await load(out);
    expect(header.settings).toMatchObject({ cost: 0.05, wordNgrams: 2, maxCharacterNgram: 5 });
    expect(classify('a lovely film').probabilities).toBeDefined();
  });

  test('of the network does too, and the vectors it starts from tell how many numbers they have', async () => {
    const vectors = await makeFile(
      'eight.vec',
      `2 8\nfilm ${'0.5 '.repeat(8).trim()}\ngood ${'0.1 '.repeat(8).trim()}\n`,
    );
    const out = model('network');
    const args = ['--num-hidden', '8', '--epochs', '2', '--vectors', vectors];
    expect(await trainRecurrent(out, ...args)).toMatchObject({ code: 0 });
    expect((await load(out)).header.settings).toMatchObject({ numHidden: 8, epochs: 2, numDimensions: 8 });
    const { stderr, code } = await trainRecurrent(out, ...args, '--num-dimensions', '12');
    expect(stderr).toContain('the vectors to start from have 8 numbers a word; numDimensions is 12');
    expect(code).toBe(1);
  });

  test.each([
    ['--cost', '0', 'expected a number from 0.0001 to 10000.'],
    ['--cost', 'much', 'expected a number from 0.0001 to 10000.'],
    ['--cost', '', 'expected a number from 0.0001 to 10000.'],
    ['--epochs', '2.5', 'expected a whole number from 1 to 1000.'],
    ['--num-hidden', '10', 'expected a multiple of 4 from 4 to 1024.'],
    ['--binary', '2', 'expected a whole number from 0 to 1.'],
  ])('%s of "%s" is refused with what would be right', async (flag, value, expected) => {
    const { stderr, code } = await trainRecurrent(model('refused'), flag, value);
    expect(stderr).toContain(expected);
    expect(code).toBe(1);
    expect(await filesOf('refused')).toEqual([]);
  });

  test('of the network is refused for a linear model, and fewest above most', async () => {
    const args = ['--data', phrases, '--out', model('refused')];
    expect((await train(...args, '--batch-size', '8')).stderr).toContain(
      'error: --batch-size goes with --kind recurrent\n',
    );
    expect((await train(...args, '--min-character-ngram', '6')).stderr).toContain(
      'error: --min-character-ngram is 6, above --max-character-ngram, which is 5\n',
    );
  });
});

describe('a file of options', () => {
  test('printed for a training gives the same model', async () => {
    const args = ['--data', phrases, '--seed', '3'];
    const [direct, again] = [model('direct'), model('again')];
    await train(...args, '--out', direct, '--cost', '0.5');
    const { stdout } = await train(...args, '--out', again, '--cost', '0.5', '--print-config');
    expect(await filesOf('again')).toEqual([]);
    const printed = JSON.parse(stdout);
    expect(printed).toMatchObject({ kind: 'linear', seed: 3, cost: 0.5, unit: 'sentence', wordNgrams: 3 });
    expect(printed).not.toHaveProperty('epochs');
    const config = await makeFile('printed.json', stdout);
    expect(await runInProcess('train.ts', ['--config', config])).toMatchObject({ code: 0 });
    expect(await readFile(again)).toEqual(await readFile(direct));
  });

  test('of a recurrent model has the settings that its number of texts tells', async () => {
    const { stdout } = await trainRecurrent(model('none'), '--print-config');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'recurrent',
      vectors: 'none',
      epochs: 30,
      batchSize: 32,
    });
  });

  test('counts less than the command line, before or after it, lists too', async () => {
    const config = await makeFile(
      'less.json',
      JSON.stringify({
        kind: 'linear',
        data: phrases,
        cost: 2,
        seed: '9',
        validation: [phrases],
        skipUnlabelled: false,
      }),
    );
    const print = async (...args: string[]) =>
      JSON.parse((await runInProcess('train.ts', [...args, '--out', model('x'), '--print-config'])).stdout);
    expect(await print('--config', config)).toMatchObject({ cost: 2, seed: 9, validation: [phrases] });
    expect(await print('--cost', '3', '--config', config)).toMatchObject({ cost: 3 });
    expect(await print('--config', config, '--cost', '3', '--validation', 'b.tsv')).toMatchObject({
      cost: 3,
      validation: ['b.tsv'],
    });
  });

  test.each([
    [
      'an option that is none',
      '{"epoch": 1}',
      ' sets "epoch", which is not an option; expected one of resume, textColumn, ',
    ],
    ['another file of options', '{"config": "a"}', ' sets "config", which is not an option'],
    ['a value out of range', '{"cost": -1}', ': "cost" is -1; expected a number from 0.0001 to 10000.'],
    ['an object as a value', '{"cost": {}}', ': "cost" is {}; expected a string or a number'],
    ['a word as a flag', '{"resume": "yes"}', ': "resume" is "yes"; expected true or false'],
    ['a kind that is none', '{"kind": "svm"}', ': "kind" is "svm"; Allowed choices are recurrent, linear.'],
    [
      'null in a list',
      '{"validation": [null]}',
      ': "validation" is [null]; expected a string, or a list of them',
    ],
    ['an array', '[]', ' is not an object; expected one such as {"kind": "linear"}'],
    ['no JSON', '{', ' is not valid JSON: '],
  ])('with %s is refused', async (_, content, problem) => {
    const config = await makeFile('bad.json', content);
    const { stderr, code } = await runInProcess('train.ts', [
      '--config',
      config,
      '--data',
      phrases,
      '--out',
      model('x'),
    ]);
    expect(stderr).toContain(`error: ${config}${problem}`);
    expect(code).toBe(1);
  });

  test('that is not there is told', async () => {
    const { stderr } = await runInProcess('train.ts', ['--config', join(folder, 'none.json')]);
    expect(stderr).toMatch(/^error: .*none\.json cannot be read: ENOENT/);
  });
});
