import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REVIEWS, toKaggleTsv, WORDS } from '../../helpers/run-script.ts';
import { load, openTrainingFolder, train } from '../../helpers/training-folder.ts';

const { folder, makeFile, phrases } = await openTrainingFolder();

describe('train', () => {
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
    const args = ['--text-column', 'body', '--label-column', 'stars', '--labels', map];
    expect(await train('--data', data, '--out', out, ...args)).toMatchObject({ code: 0 });
    const classifier = await load(out);
    expect(classifier.header.provenance.rows).toBe(REVIEWS.length);
    // "nice" (3) stands for "positive" here.
    const { labels, isScale, labelMapping } = classifier.header;
    expect(labels).toEqual(['negative', 'somewhat negative', 'neutral', 'positive']);
    expect(isScale).toBeUndefined();
    expect(labelMapping).toMatchObject({ 0: 'negative', 3: 'positive', 4: 'positive' });
    expect(WORDS.map((word) => classifier.classify(word).label)).toEqual([0, 1, 2, 3, 3]);
  });

  test('warns of a class with few texts, whose label may be misspelled', async () => {
    const rows = REVIEWS.map(({ text, label }) => `${text},${label + 1}`);
    const data = await makeFile('typo.csv', `text,stars\n${rows.join('\n')}\nA fine film.,7\n`);
    const { stderr } = await train('--data', data, '--labels', 'stars', '--out', join(folder, 'typo.bin'));
    expect(stderr).toContain(
      'warning: 7 stars has 1 text, the first on line 62; is it a misspelled label?\n',
    );
    expect(stderr.match(/^warning: /gm)).toHaveLength(1);
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
});
