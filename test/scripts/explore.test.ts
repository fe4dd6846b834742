import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textsOf } from '../helpers/chart-texts.ts';
import { runInProcess } from '../helpers/run-in-process.ts';
import { smallCsv, smallVectors } from '../helpers/small-files.ts';

const PNG_SIGNATURE = '89504e470d0a1a0a';
const CHARTS = [
  ...[
    'adjectives',
    'classes',
    'leakage',
    'length-histogram',
    'lengths',
    'nationalities',
    'negated-words',
    'negation-by-class',
  ],
  ...['verbs', 'vocabulary-growth', 'why-negative', 'words-made.txt'],
];

let folder: string;
/** Small reviews without SentenceId, and vectors of their adjectives. */
let data: string;
let vectors: string;
let out: string;
/** The run most tests look at. */
let first: Awaited<ReturnType<typeof explore>>;

const explore = (...args: string[]) => runInProcess('explore.ts', args);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explore-'));
  data = join(folder, 'small.csv');
  vectors = join(folder, 'made.txt');
  out = join(folder, 'new', 'report');
  await writeFile(data, smallCsv());
  await writeFile(vectors, smallVectors());
  first = await explore('--data', data, '--vectors', vectors, '--out', out);
});
afterAll(() => rm(folder, { recursive: true }));

test('a run prints the five findings of data without SentenceId, and where the report is', () => {
  expect(first.code).toBe(0);
  const lines = first.stdout.split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^1\. A random split leaks little: .+\.$/),
    expect.stringMatching(/^2\. (?:Frequency misleads: |What is frequent ).+\.$/),
    expect.stringMatching(/^3\. A negation turns 100 % of 18 uses .+\.$/),
    expect.stringMatching(/^4\. “funny” has a mean label of .+ of 6 negative texts that hold it, .+\.$/),
    expect.stringMatching(/^5\. In the made\.txt vectors .+\.$/),
    `written to ${join(out, 'report.html')}`,
    '',
  ]);
});

test('progress is told on standard error only', () => {
  const lines = first.stderr.replaceAll(/\d\.\d s/g, '0.0 s').split('\n');
  expect(lines).toEqual([
    'read small.csv: 126 texts in 0.0 s',
    expect.stringMatching(/^\d classes from negative to positive: /),
    'normalize: 126 of 126 texts in 0.0 s',
    'find words and names: 126 of 126 texts in 0.0 s',
    '',
  ]);
  expect(first.stdout).not.toMatch(/ in \d+\.\d s/);
});

test('the report and each of its charts are written, as SVG and as PNG', async () => {
  const files = CHARTS.flatMap((name) => [`${name}.png`, `${name}.svg`]);
  expect(await readdir(out)).toEqual([...files, 'report.html', 'lengths.csv', 'terms.csv'].sort());
  const shown = textsOf(await readFile(join(out, 'report.html'), 'utf8'));
  for (const name of CHARTS) {
    const texts = textsOf(await readFile(join(out, `${name}.svg`), 'utf8'));
    for (const words of texts) expect(shown, name).toContain(words);
    const png = await readFile(join(out, `${name}.png`));
    expect(png.toString('hex', 0, 8), name).toBe(PNG_SIGNATURE);
    expect(png.length, name).toBeGreaterThan(1000);
  }
});

test('the report has the findings that are printed at its top, and how it was made at its end', async () => {
  const html = await readFile(join(out, 'report.html'), 'utf8');
  const [, list] = html.match(/<ol class="findings">\n(.*?)\n<\/ol>/s)!;
  const findings = first.stdout.split('\n').slice(0, 5);
  expect(list!.replaceAll('\u00a0', ' ')).toBe(
    findings.map((finding) => `<li>${finding.slice(3)}</li>`).join('\n'),
  );
  expect(html).toMatch(
    /<footer><p>Made by npm run explore from small\.csv, SHA-256 [0-9a-f]{64}, seed 1\.<\/p><\/footer>/,
  );
});

test('a missing file is told of in one line, and leaves nothing behind', async () => {
  const missing = join(folder, 'missing.tsv');
  const nowhere = join(folder, 'nowhere');
  const { stdout, stderr, code } = await explore('--data', missing, '--vectors', vectors, '--out', nowhere);
  expect([stdout, stderr, code]).toEqual(['', `error: ${missing}: no such file\n`, 1]);
  expect(await readdir(folder)).not.toContain('nowhere');
});

test('the data of the charts are there as tables, with the most frequent terms of each class', async () => {
  const [lengths, terms] = await Promise.all(
    ['lengths.csv', 'terms.csv'].map(async (name) =>
      (await readFile(join(out, name), 'utf8')).trim().split('\n'),
    ),
  );
  expect(lengths![0]).toBe('tokens,negative,somewhat negative,neutral,somewhat positive,positive');
  expect(lengths!.slice(1).every((line) => /^\d+([–+]\d*)?(,\d+){5}$/.test(line))).toBe(true);
  expect(terms![0]).toBe('kind,class,rank,term,texts,z,characteristic');
  expect(terms!.slice(1).every((line) => /^\w+,[\w ]+,\d+,[^,]+,\d+,-?\d+\.\d\d,(yes|no)$/.test(line))).toBe(
    true,
  );
  expect(terms!.some((line) => line.startsWith('adjective,positive,1,'))).toBe(true);
});

test('texts without labels have a report of what needs none, which says so', async () => {
  const texts = join(folder, 'small.txt');
  const lines = smallCsv()
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.replace(/^"(.*)",\d$/, '$1'));
  await writeFile(texts, `${lines.join('\n')}\n`);
  const table = join(folder, 'unlabelled.csv');
  await writeFile(table, `id,text\n${lines.map((line, i) => `${i},"${line}"`).join('\n')}\n`);
  const pages: string[] = [];
  for (const path of [texts, table]) {
    const place = `${path}.report`;
    const run = await explore('--data', path, '--vectors', vectors, '--out', place);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain(
      'texts without labels: classes, splits, characteristic terms, negation and the sides of words are left out; --label-column',
    );
    expect(run.stdout.split('\n')).toEqual([
      '1. Half of the texts have at most 6 tokens, 95 of 100 at most 7, the longest 7.',
      '2. No text repeats another.',
      expect.stringMatching(/^3\. 126 texts hold \d+ words, and .* new\.$/),
      `written to ${join(place, 'report.html')}`,
      '',
    ]);
    const charts = ['length-histogram', 'vocabulary-growth', 'words-made.txt'];
    const files = charts.flatMap((name) => [`${name}.png`, `${name}.svg`]);
    expect(await readdir(place)).toEqual([...files, 'report.html', 'lengths.csv', 'terms.csv'].sort());
    const [lengths, terms] = await Promise.all(
      ['lengths.csv', 'terms.csv'].map((name) => readFile(join(place, name), 'utf8')),
    );
    expect(lengths).toMatch(/^tokens,texts\n5–8,126\n$/);
    expect(terms).toMatch(
      /^kind,rank,term,texts\nnationality,1,French,42\nadjective,1,french,42\nadjective,2,awful,18\n/,
    );
    pages.push(await readFile(join(place, 'report.html'), 'utf8'));
  }
  const [html] = pages;
  expect(html!.match(/(?<=<h2[^>]*>)[^<]+/g)).toEqual([
    'Lengths and duplicates',
    'Vocabulary',
    'Names, adjectives and verbs',
    'Word vectors',
  ]);
  expect(html).toContain(
    '126 texts, without labels: classes, splits, characteristic terms, negation and the sides of words are left out<',
  );
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

test('of few texts without labels it says what there is too little of', async () => {
  const path = join(folder, 'few.txt');
  await writeFile(path, 'good\nGood\n');
  const { code } = await explore('--data', path, '--vectors', vectors, '--out', join(folder, 'few'));
  expect(code).toBe(0);
  const html = (await readFile(join(folder, 'few', 'report.html'), 'utf8')).replaceAll('\u00a0', ' ');
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
  for (const words of [
    'So few texts say little',
    '50 % of the texts equal another one, ignoring case and spelling.',
    'For training: a text that repeats needs to be labelled once only',
    'No name, adjective or verb stands in three texts or more.',
    'Too few of the frequent words have vectors to map them.',
  ]) {
    expect(html).toContain(words);
  }
});
