import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SMALL_KINDS } from '../../../classifier/src/index.ts';
import { REVIEWS, toKaggleTsv } from '../../helpers/run-script.ts';
import { openTrainingFolder, train } from '../../helpers/training-folder.ts';

const { folder, makeFile, phrases, filesOf } = await openTrainingFolder();

describe('train', () => {
  test.each<[string, string, string | Uint8Array, string]>([
    [
      'a label that is none',
      'label.tsv',
      `${toKaggleTsv(REVIEWS)}999\t99\tfine\t7\n`,
      'the column "Sentiment" has the labels 0 (24 texts), 1 (24 texts), 2 (24 texts), 3 (24 texts), 4 (24 texts) and 7 (1 text); what do they stand for?',
    ],
    [
      'a missing field',
      'fields.tsv',
      'text\tlabel\ngood\n',
      'line 2: 1 fields; expected 2 ("text", "label")',
    ],
    ['a quote that is not closed', 'quote.csv', 'text,label\na,1\n"b,2\n', 'line 3: a quote is not closed'],
    [
      'a line that is not JSON',
      'json.ndjson',
      '{"text":"a","label":1}\n{"text"\n',
      'line 2: not valid JSON (',
    ],
    [
      'one sentence',
      'group.csv',
      'text,label\na,pos\na,neg\n',
      'training needs texts of at least 2 sentences',
    ],
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
    expect(stderr).toContain(
      `error: ${validation}: the label "good" of line 3 is unknown; the model’s classes are`,
    );
    expect(stderr).not.toMatch(/^train/m);
    expect(await filesOf('never')).toEqual([]);
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
      ['--data', 'x.tsv', '--out', 'x.bin', '--passes', '5'],
      "error: unknown option '--passes'",
    ],
    ['no data', ['--out', 'x.bin'], "error: required option '--data <file>' not specified"],
    ['no place for the model', ['--data', 'x.tsv'], "error: required option '--out <file>' not specified"],
    ['a kind there is not', ['--kind', 'cubic'], `Allowed choices are ${SMALL_KINDS.join(', ')}.`],
    ['a seed that is no number', ['--seed', '1.5'], "option '--seed <n>' argument '1.5' is invalid"],
    ['a file that is not there', ['--data', 'no.tsv', '--out', 'x.bin'], 'error: no.tsv: no such file'],
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

  test('tells of labels that it cannot read and fails', async () => {
    const { stderr, code } = await train('--data', phrases, '--out', 'x.bin', '--labels', 'neg');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'error: --labels has the entry "neg"; expected stars, or entries such as 0=negative,1=positive',
    );
  });
});
