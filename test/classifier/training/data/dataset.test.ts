import { describe, expect, test } from 'vitest';
import { DatasetError } from '../../../../classifier/src/errors.ts';
import {
  type LabelOptions,
  readFoundTexts,
  readTexts,
  type TextOptions,
} from '../../../../classifier/training/data/dataset.ts';
import type { Format } from '../../../../classifier/training/data/records.ts';

const source = (text: string) => ({ name: 'data', chunks: [new TextEncoder().encode(text)] });
const read = (text: string, format: Format, options?: LabelOptions) =>
  Array.fromAsync(readFoundTexts(source(text), format, options));
const readUnlabelled = (text: string, format: Format | 'lines', options?: TextOptions) =>
  Array.fromAsync(readTexts(source(text), format, options));

describe('readFoundTexts', () => {
  test("reads Kaggle's columns, grouped by sentence", async () => {
    const text = 'PhraseId\tSentenceId\tPhrase\tSentiment\n1\t7\t"A series\t1\n2\t7\tseries\t2\n';
    expect(await read(text, 'tsv')).toEqual([
      { text: '"A series', label: '1', group: '7', line: 2 },
      { text: 'series', label: '2', group: '7', line: 3 },
    ]);
  });

  test('groups by text where there is no sentence', async () => {
    expect(await read('review,label\nGood,positive\n', 'csv')).toEqual([
      { text: 'Good', label: 'positive', group: 'Good', line: 2 },
    ]);
    expect(
      await read('{"sentenceid":7,"text":"a","label":0}\n{"text":"b","label":1}', 'ndjson'),
    ).toMatchObject([{ group: '7' }, { group: 'b' }]);
  });

  test('of recorded answers reads the texts that a person has labelled, and never what was answered', async () => {
    const event = (data: object) =>
      `${JSON.stringify({ specversion: '1.0', id: '1', type: 'recorded', sentiment: 'neutral', label: '2', data })}\n`;
    const answer = { sentiment: 'positive', label: 4 };
    const unlabelled: number[] = [];
    const options = { onUnlabelled: (line: number) => void unlabelled.push(line) };
    const records = [
      event({ mytext: 'a', answer }),
      event({ mytext: 'b', answer, sentiment: 'negative' }),
      event({ mytext: 'c', answer }),
      event({ mytext: 'd', answer, sentiment: null }),
    ].join('');
    expect(await read(records, 'ndjson', options)).toMatchObject([{ text: 'b', label: 'negative', line: 2 }]);
    expect(unlabelled).toEqual([1, 3, 4]);
    await expect(read(records, 'ndjson')).rejects.toThrow(
      /line 1: no label column among "mytext", "answer"; expected one of Sentiment.* in the event's data, beside the text/,
    );
    await expect(read(event({ mytext: 'a', answer, label: '' }), 'ndjson')).rejects.toThrow(
      `line 1: field "label" is ""; expected a label in the event's data, beside the text, or --skip-unlabelled`,
    );
  });

  test('tells of records without any label what is missing', async () => {
    const options = { onUnlabelled: () => {} };
    await expect(read('{"text":"a"}\n{"text":"b"}\n', 'ndjson', options)).rejects.toThrow(
      'data, line 1: no label column among "text"; expected one of Sentiment',
    );
  });

  test.each([
    ['Sentence,Phrase,label', 'b'],
    ['Summary,Text,Score', 'b'],
    ['id,review text,star_rating', 'b'],
    ['reviewText,summary,overall', 'a'],
    ['"other",content,Polarity', 'b'],
    ['text,phrase,label', 'a'],
    ['Review,MYTEXT,LABEL', 'b'],
    ['other, Text ,label', 'b'],
  ])('finds the text by name in %s', async (header, text) => {
    expect(await read(`${header}\na,b,1\n`, 'csv')).toMatchObject([{ text, label: '1' }]);
  });

  test('reads the columns it is told, in any case', async () => {
    const options = { textColumn: 'Body', labelColumn: 'stars' };
    expect(await read('text,body,Stars\na,b,5\n', 'csv', options)).toMatchObject([{ text: 'b', label: '5' }]);
  });

  test('leaves out blank texts and tells their lines', async () => {
    const blank: number[] = [];
    const options = { onBlank: (line: number) => blank.push(line) };
    const rows = await read('text\tlabel\na\t0\n \t2\n\t2\nb\t1\n', 'tsv', options);
    expect(rows.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(blank).toEqual([3, 4]);
  });

  test('leaves out rows without a label where it is told to, and tells their lines', async () => {
    const unlabelled: number[] = [];
    const options = { onUnlabelled: (line: number) => unlabelled.push(line) };
    const rows = await read('text,label\na,\nb,NaN\nc,null\nd,N/A\ne,none\nf, 1.0 \n', 'csv', options);
    expect(rows.map(({ text, label }) => [text, label])).toEqual([
      ['e', 'none'],
      ['f', '1.0'],
    ]);
    expect(unlabelled).toEqual([2, 3, 4, 5]);
    const json = '{"text":"a","label":null}\n{"text":"b"}\n{"text":"c","label":true}';
    expect(await read(json, 'ndjson', options)).toMatchObject([{ text: 'c', label: 'true' }]);
  });

  test('reads the side of a text that has no label, where it is asked to', async () => {
    const json =
      '{"text":"a","side":"Pos"}\n{"text":"b","stars":2,"side":"positive"}\n{"text":"c","side":"negative","stars":null}';
    expect(await read(json, 'ndjson', { sides: true })).toEqual([
      { text: 'a', side: 'positive', group: 'a', line: 1 },
      { text: 'b', label: '2', group: 'b', line: 2 },
      { text: 'c', side: 'negative', group: 'c', line: 3 },
    ]);
    expect(await read('text,side\na,neg\n', 'csv', { sides: true })).toMatchObject([{ side: 'negative' }]);
    await expect(read(json, 'ndjson')).rejects.toThrow('no label column among "text", "side"');
  });

  test('tells the column of the label once', async () => {
    const columns: string[] = [];
    await read('text,Star Rating\na,1\nb,2\n', 'csv', { onLabelColumn: (name) => columns.push(name) });
    expect(columns).toEqual(['Star Rating']);
  });

  test.each<[string, Format, string, LabelOptions?]>([
    [
      'a,label\nx,1',
      'csv',
      'data, line 1: no text column among "a", "label"; expected one of Phrase, Sentence, text, myte',
    ],
    [
      'text,b\nx,1',
      'csv',
      'data, line 1: no label column among "text", "b"; expected one of Sentiment, label, rating',
    ],
    [
      'text,label\nx,1',
      'csv',
      'data, line 1: no text column among "text", "label"; expected "body"',
      { textColumn: 'body' },
    ],
    [
      'text,label\nx,1',
      'csv',
      'line 1: no label column among "text", "label"; expected "y"',
      { labelColumn: 'y' },
    ],
    ['{}', 'ndjson', 'data, line 1: no text column in an empty object; expected one of Phrase'],
    [
      '__proto__,constructor\nx,1',
      'csv',
      'data, line 1: no text column among "__proto__", "constructor"; expected one of Phrase',
    ],
    [
      '{"toString":"a","label":1}\n{"label":1}',
      'ndjson',
      'data, line 2: field "toString" is missing; expected a text',
      { textColumn: 'toString' },
    ],
    [
      'text,label\nx,',
      'csv',
      'data, line 2: field "label" is ""; expected a label, or --skip-unlabelled to leave out rows without one',
    ],
    ['{"text":"x","label":[1]}', 'ndjson', 'data, line 1: field "label" is [1]; expected a label'],
    [
      '{"text":"x","label":1}\n{"text":"y"}',
      'ndjson',
      'data, line 2: field "label" is missing; expected a label, or --skip-unlabelled',
    ],
    ['{"text":1,"label":1}', 'ndjson', 'data, line 1: field "text" is 1; expected a text'],
    [
      '{"text":"x","label":1}\n{"label":1}',
      'ndjson',
      'data, line 2: field "text" is missing; expected a text',
    ],
    [
      '{"text":"x","side":"left"}',
      'ndjson',
      'data, line 1: field "side" is "left"; expected negative or positive',
      { sides: true },
    ],
    [
      'text,side\nx,\n',
      'csv',
      'data, line 1: no label column among "text", "side"; expected one of Sentiment',
      { sides: true },
    ],
    ['text,label\n', 'csv', 'data: no rows; expected labelled texts'],
    ['', 'ndjson', 'data: no rows; expected labelled texts'],
  ])('refuses %j', async (text, format, problem, options) => {
    const reading = read(text, format, options);
    await expect(reading).rejects.toThrow(problem);
    await expect(reading).rejects.toBeInstanceOf(DatasetError);
  });
});

describe('readTexts', () => {
  test('reads lines, leaves out blank ones and tells them', async () => {
    const blank: number[] = [];
    const onBlank = (line: number) => blank.push(line);
    expect(await readUnlabelled('a, "b"\r\n\n c\n', 'lines', { onBlank })).toEqual([
      { text: 'a, "b"', line: 1 },
      { text: ' c', line: 3 },
    ]);
    expect(blank).toEqual([2]);
  });

  test('needs no label column', async () => {
    expect(await readUnlabelled('id,Sentence\n1,"a\nb"\n2,c\n', 'csv')).toEqual([
      { text: 'a\nb', line: 2 },
      { text: 'c', line: 4 },
    ]);
    expect(await readUnlabelled('{"body":"a"}', 'ndjson', { textColumn: 'body' })).toEqual([
      { text: 'a', line: 1 },
    ]);
  });

  test('gives nothing for a file without texts', async () => {
    expect(await readUnlabelled('', 'lines')).toEqual([]);
    expect(await readUnlabelled('text\n', 'tsv')).toEqual([]);
  });

  test('refuses a table without a text column', async () => {
    const reading = readUnlabelled('id\n1\n', 'tsv');
    await expect(reading).rejects.toThrow('data, line 1: no text column among "id"; expected');
    await expect(reading).rejects.toMatchObject({ what: 'text', wanted: undefined });
    await expect(readUnlabelled('id\n1\n', 'tsv', { textColumn: 'body' })).rejects.toMatchObject({
      what: 'text',
      wanted: 'body',
    });
  });
});
