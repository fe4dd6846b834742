import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readTexts } from '../../../../scripts/explore/texts/read-texts.ts';
import type { DataOptions } from '../../../../scripts/program/data-option.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-texts-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What is read of a file, and what is told of it on standard error. */
async function read(name: string, content: string, options: DataOptions = {}) {
  const path = join(folder, name);
  await writeFile(path, content);
  const told: string[] = [];
  const spies = [
    vi.spyOn(console, 'error').mockImplementation((line: string) => void told.push(line)),
    vi.spyOn(process.stderr, 'write').mockReturnValue(true),
  ];
  try {
    return { ...(await readTexts(path, options)), told };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const WITHOUT = expect.stringMatching(/^texts without labels: .* are left out; --label-column names/);

test.each([
  ['a text on each line', 'texts.txt', 'a film\nno film\n'],
  ['a table', 'texts.csv', 'id,text\n1,a film\n2,no film\n'],
  ['a table with tabs', 'texts.tsv', 'id\tPhrase\n1\ta film\n2\tno film\n'],
  ['NDJSON', 'texts.ndjson', '{"text":"a film"}\n{"body":"none","text":"no film"}\n'],
])('%s without labels is read, and that is told', async (_, name, content) => {
  const { texts, labels, told, ...file } = await read(name, content);
  expect(texts.map(({ text, label, group }) => [text, label, group])).toEqual([
    ['a film', 0, 'a film'],
    ['no film', 0, 'no film'],
  ]);
  expect(labels).toBeUndefined();
  expect(told).toEqual([WITHOUT]);
  expect(file).toEqual({ name, sha256: createHash('sha256').update(content).digest('hex') });
});

test('phrases without labels keep their sentence, and blank ones are left out', async () => {
  const { texts, told } = await read('test.tsv', 'SentenceId\tPhrase\n7\tno film\n7\t \n7\tfilm\n8\tfilm\n');
  expect(texts.map(({ text, group, line }) => [text, group, line])).toEqual([
    ['no film', '7', 2],
    ['film', '7', 4],
    ['film', '8', 5],
  ]);
  expect(told).toEqual(['left out 1 rows with a blank text', WITHOUT]);
});

test('a table of another name is read by its delimiter', async () => {
  const { texts, labels } = await read('texts.data', 'text;id\na film;1\n', { delimiter: ';' });
  expect(texts.map(({ text }) => text)).toEqual(['a film']);
  expect(labels).toBeUndefined();
});

test('labelled texts are read with their labels', async () => {
  const { texts, labels, told } = await read(
    'labelled.csv',
    'text,label\na film,negative\nno film,positive\n',
  );
  expect(texts.map(({ label }) => label)).toEqual([0, 1]);
  expect(labels).toMatchObject({ names: ['negative', 'positive'], isScale: true });
  expect(told).toEqual([expect.stringMatching(/^2 classes from negative to positive/)]);
});

test.each<[string, string, string, DataOptions, string]>([
  ['a label column that is not there', 'a.csv', 'text\na film\n', { labelColumn: 'mark' }, 'expected "mark"'],
  ['labels that are not there', 'a.csv', 'text\na film\n', { labels: 'a=b' }, 'no label column among "text"'],
  ['a scale of no labels', 'a.csv', 'text\na film\n', { scale: 'a,b' }, 'no label column among "text"'],
  [
    'rows to leave out where none has a label',
    'a.csv',
    'text\na film\n',
    { skipUnlabelled: true },
    'no label column among "text"',
  ],
  ['labels of a text on each line', 'a.txt', 'a film\n', { scale: 'a,b' }, 'the format is unknown'],
  [
    'a column of a text on each line',
    'a.txt',
    'a film\n',
    { textColumn: 'text' },
    'is read as one text a line; expected a .tsv, .csv or .ndjson file',
  ],
  [
    'labels that only later records have',
    'a.ndjson',
    '{"text":"a film"}\n{"text":"no film","label":"bad"}\n',
    {},
    'line 1: no label column among "text"',
  ],
  ['labels that are all empty', 'a.csv', 'text,label\na film,\n', {}, 'or --skip-unlabelled to leave out'],
  ['no column of texts', 'a.csv', 'a,b\n1,2\n', {}, 'line 1: no text column among "a", "b"'],
  ['a broken row', 'a.ndjson', '{"text":"a film"}\n{"text"\n', {}, 'line 2: not valid JSON'],
  ['an empty file', 'a.txt', '\n', {}, 'a.txt: no texts; expected one in each row or line'],
  [
    'blank texts alone',
    'a.csv',
    'id,text\n1,\n2, \n',
    {},
    'a.csv: no texts; expected one in each row or line',
  ],
])('refused: %s', async (_, name, content, options, problem) => {
  await expect(read(name, content, options)).rejects.toThrow(problem);
});

test('a missing file is refused, with a known extension or without', async () => {
  for (const name of ['missing.csv', 'missing.txt']) {
    await expect(readTexts(join(folder, name), {})).rejects.toThrow(`${name}: no such file`);
  }
});
