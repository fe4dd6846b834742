import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, openTrainingFolder, train } from '../../helpers/training-folder.ts';

const NOUNS = ['story', 'cast', 'plot', 'music', 'ending'];
const { folder, makeFile, phrases } = await openTrainingFolder();

/** Reviews of two sentences, whose first tells the stars; one review has none. */
const REVIEWS_WITH_STARS = [
  ...Array.from({ length: 60 }, (_, i) =>
    i % 2 === 0
      ? { mytext: `The film is awful. The ${NOUNS[i % NOUNS.length]} is superb.`, stars: 1 }
      : { mytext: `The film is superb. The ${NOUNS[i % NOUNS.length]} is awful.`, stars: 10 },
  ),
  { mytext: 'The scene is ordinary. The script is nice.' },
];
const toLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

test('train learns from whole texts how sentences make up a text', async () => {
  const texts = await makeFile('whole.ndjson', toLines(REVIEWS_WITH_STARS));
  const cite = await makeFile('citations.txt', 'A. Reader: "Reviews"\n\nB. Writer: "Films"\n');
  const out = join(folder, 'texts.bin');
  const { code, stderr } = await train(
    ...['--data', phrases, '--out', out, '--texts', texts, '--text-labels', 'stars', '--cite', cite],
  );
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('left out 1 rows without a label');
  const { header } = await load(out);
  expect(header.texts!.bias).toHaveLength(5);
  expect(header.texts!.first).toBeGreaterThan(header.texts!.last);
  const sha256 = createHash('sha256')
    .update(await readFile(texts))
    .digest('hex');
  expect(header.provenance).toMatchObject({
    data: 'phrases.tsv',
    textData: [{ data: 'whole.ndjson', sha256, rows: 60 }],
    citations: ['A. Reader: "Reviews"', 'B. Writer: "Films"'],
  });
});

test.each([
  [
    'texts of one sentence each',
    [
      { mytext: 'The film is awful.', stars: 1 },
      { mytext: 'The film is superb.', stars: 5 },
    ],
    ['--text-labels', 'stars'],
    'the texts of --texts have one sentence each; expected whole texts, such as reviews',
  ],
  ['labels that may be several things', REVIEWS_WITH_STARS, [], '--labels says which class a label is'],
])('train refuses %s', async (_, rows, args, message) => {
  const texts = await makeFile('refused.ndjson', toLines(rows));
  const { code, stderr } = await train(
    '--data',
    phrases,
    '--out',
    join(folder, 'none.bin'),
    '--texts',
    texts,
    ...args,
  );
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
});

test('train refuses whole texts for classes in no order', async () => {
  const data = await makeFile(
    'names.csv',
    'text,label\nRed wine,drink\nBlue cheese,food\nGreen tea,drink\nBread,food\n',
  );
  const texts = await makeFile('named.csv', 'text,label\nRed. Wine.,drink\n');
  const { code, stderr } = await train('--data', data, '--out', join(folder, 'none.bin'), '--texts', texts);
  expect([code, stderr]).toEqual([1, expect.stringContaining('--texts needs ordered classes')]);
});

test('train refuses a file of citations that has none', async () => {
  const cite = await makeFile('empty.txt', ' \n');
  const { code, stderr } = await train(
    ...['--data', phrases, '--out', join(folder, 'none.bin'), '--cite', cite],
  );
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('empty.txt is empty; expected one citation a line'),
  ]);
});

test('train refuses labels of whole texts without such texts', async () => {
  const { code, stderr } = await train(
    '--data',
    phrases,
    '--out',
    join(folder, 'none.bin'),
    '--text-labels',
    'stars',
  );
  expect([code, stderr]).toEqual([1, expect.stringContaining('--text-labels goes with --texts')]);
});
