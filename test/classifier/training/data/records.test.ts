import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_RECORD_BYTES } from '../../../../classifier/training/data/lines.ts';
import {
  type Format,
  findFormat,
  readRecords,
  requireFormat,
} from '../../../../classifier/training/data/records.ts';
import { anyCharacter } from '../../../helpers/any-text.ts';

const source = (text: string) => ({ name: 'data', chunks: [new TextEncoder().encode(text)] });
const read = (text: string, format: Format) => Array.fromAsync(readRecords(source(text), format));
const readTexts = async (text: string, format: Format) =>
  (await read(text, format)).map(({ fields }) => fields.text);

describe('findFormat', () => {
  test.each([
    ['train.tsv', 'tsv'],
    ['/data.csv/REVIEWS.CSV', 'csv'],
    ['a.b.ndjson', 'ndjson'],
    ['a.jsonl', 'ndjson'],
    ['a.txt', undefined],
    ['a.constructor', undefined],
    ['tsv', undefined],
    ['-', undefined],
  ])('tells of %s that it is %s', (file, format) => {
    expect(findFormat(file)).toBe(format);
  });

  test('names the known extensions where a format is required', () => {
    expect(requireFormat('train.tsv')).toBe('tsv');
    expect(() => requireFormat('train.xlsx')).toThrow(
      'train.xlsx: the format is unknown; expected a name ending in .tsv, .csv, .ndjson, .jsonl',
    );
  });
});

describe('TSV', () => {
  test('has no quoting: a field may begin with a quote', async () => {
    expect(await read('id\ttext\n1\t"Good\n2\t"a" b\n', 'tsv')).toEqual([
      { line: 2, headerLine: 1, fields: { id: '1', text: '"Good' } },
      { line: 3, headerLine: 1, fields: { id: '2', text: '"a" b' } },
    ]);
  });

  test('reads CR LF, a byte order mark, NUL, and a last line without a line break', async () => {
    const records = await read('\ufeffid\ttext\r\n1\ta\0b\r\n2\tc', 'tsv');
    expect(records.map(({ fields }) => fields)).toEqual([
      { id: '1', text: 'a\0b' },
      { id: '2', text: 'c' },
    ]);
  });

  test('skips blank lines and still counts them', async () => {
    const records = await read('\nid\ttext\n\n1\ta\n \n\n2\tb\n\n', 'tsv');
    expect(records.map(({ line, headerLine }) => [line, headerLine])).toEqual([
      [4, 2],
      [7, 2],
    ]);
  });

  test('gives blank lines of a file of one column: they are its texts', async () => {
    expect(await readTexts('text\na\n\nb\n', 'tsv')).toEqual(['a', '', 'b']);
  });

  test('takes the first of two columns of one name', async () => {
    expect(await readTexts('text\ttext\na\tb\n', 'tsv')).toEqual(['a']);
  });

  test.each(['1', '1\ta\t', '1\ta\tb\tc'])('refuses a wrong number of fields: %j', async (row) => {
    const problem = `data, line 3: ${row.split('\t').length} fields; expected 2 ("id", "text")`;
    await expect(read(`id\ttext\n0\tok\n${row}\n`, 'tsv')).rejects.toThrow(problem);
  });

  test.each(['', '\ufeff', '\n\n'])('refuses a file without a header: %j', async (text) => {
    await expect(read(text, 'tsv')).rejects.toThrow('data: the file is empty; expected a first line');
  });
});

describe('CSV', () => {
  test('reads quoted fields with commas, quotes and line breaks, and counts the lines in them', async () => {
    const text = 'text,label\r\n"a, ""b""",1\r\n"c\r\nd\ne",2\r\nf,3';
    expect((await read(text, 'csv')).map(({ line, fields }) => [line, fields.text])).toEqual([
      [2, 'a, "b"'],
      [3, 'c\r\nd\ne'],
      [6, 'f'],
    ]);
  });

  test.each([
    ['text,label\na,1\n"b\nc,2\n', 'data, line 3: a quote is not closed before the end of the file'],
    ['text,label\na,1\n"b" c,2\n', 'data, line 3: text follows a closing quote'],
    ['text,label\n"a\nb",1\n5" disk,2\n', 'data, line 4: a quote inside an unquoted field'],
    [
      `text,label\na,1\n"${'b\n'.repeat(MAX_RECORD_BYTES / 2 + 1)}"`,
      'data, line 3: the record is longer than',
    ],
  ])('names the line where the bad record starts (%#)', async (text, problem) => {
    await expect(read(text, 'csv')).rejects.toThrow(problem);
  });

  test.each([
    ['a semicolon', 'text;label\na, b;1\n'],
    ['a semicolon, as sep= tells Excel', 'sep=;\r\ntext;label\r\n"a, b";1\r\n'],
    ['sep= in another case, of a sign that stands nowhere in the head', 'SEP=|\n"text"|label\n"a, b"|1\n'],
    ['a tab', 'text\tlabel\n"a, b"\t1\n'],
    ['a bar, beside commas in quoted names', '"text"|label|"x,y,z"\na, b|1|\n'],
    ['a comma, beside semicolons in quoted names', '"text",label,"x;y;z;a"\n"a, b",1,\n'],
  ])('finds that fields are parted by %s', async (_, text) => {
    const [first] = await read(text, 'csv');
    expect(first!.fields).toMatchObject({ text: 'a, b', label: '1' });
  });

  test('counts the line of sep= too', async () => {
    expect(await read('sep=;\ntext;label\na;1\n', 'csv')).toMatchObject([{ line: 3, headerLine: 2 }]);
  });

  test('takes the delimiter that it is told, with quotes in a TSV too', async () => {
    const rows = (text: string, format: Format, delimiter: string) =>
      Array.fromAsync(readRecords(source(text), format, { delimiter }));
    expect(await rows('text:a;b\nx;y:1\n', 'csv', ':')).toMatchObject([
      { fields: { text: 'x;y', 'a;b': '1' } },
    ]);
    expect(await rows('text\tb\n"x\ty"\t1\n', 'tsv', '\t')).toMatchObject([
      { fields: { text: 'x\ty', b: '1' } },
    ]);
  });

  test('names its delimiter where a field does not end as it should', async () => {
    await expect(read('text;label\n"b" c;2\n', 'csv')).rejects.toThrow(
      'expected a semicolon or a line break',
    );
    await expect(read('text|label\n"b" c|2\n', 'csv')).rejects.toThrow('expected "|" or a line break');
  });

  test('gives rows that cannot be read with their fault where it is told to, and goes on', async () => {
    const kept = (text: string, format: Format) =>
      Array.fromAsync(readRecords(source(text), format, { keepFaults: true }));
    expect(await kept('text,label\na,1,2\nb\nc,3\n', 'csv')).toEqual([
      {
        line: 2,
        headerLine: 1,
        fields: { text: 'a', label: '1' },
        fault: '3 fields; expected 2 ("text", "label")',
      },
      {
        line: 3,
        headerLine: 1,
        fields: { text: 'b', label: '' },
        fault: '1 fields; expected 2 ("text", "label")',
      },
      { line: 4, headerLine: 1, fields: { text: 'c', label: '3' } },
    ]);
    expect(await kept('{"text":"a"}\n[1]\n{"text":"b"}\n', 'ndjson')).toEqual([
      { line: 1, headerLine: 1, fields: { text: 'a' } },
      { line: 2, headerLine: 2, fields: {}, fault: 'the JSON is an array; expected one object a line' },
      { line: 3, headerLine: 3, fields: { text: 'b' } },
    ]);
  });

  test('gives the rows before a fault', async () => {
    const lines: number[] = [];
    const read = async () => {
      for await (const { line } of readRecords(source('text\na\nb\nc"\n'), 'csv')) lines.push(line);
    };
    await expect(read()).rejects.toThrow('data, line 4');
    expect(lines).toEqual([2, 3]);
  });
});

describe('NDJSON', () => {
  test('reads one object a line and skips blank lines', async () => {
    expect(await read('{"text":"a"}\r\n\n{"text":"b\\n","n":[1]}', 'ndjson')).toEqual([
      { line: 1, headerLine: 1, fields: { text: 'a' } },
      { line: 3, headerLine: 3, fields: { text: 'b\n', n: [1] } },
    ]);
  });

  test('takes the data of a CloudEvent for the record, and any other object for one itself', async () => {
    const others = [
      { specversion: '1.0', data: ['a'] },
      { specversion: 1, data: { text: 'a' } },
      { data: { text: 'a' } },
    ];
    const lines = [{ specversion: '1.0', id: '7', data: { text: 'a' } }, ...others].map((line) =>
      JSON.stringify(line),
    );
    const records = await read(lines.join('\n'), 'ndjson');
    expect(records.map(({ fields }) => ({ ...fields }))).toEqual([{ text: 'a' }, ...others]);
  });

  test.each([
    ['{"text":', 'data, line 2: not valid JSON ('],
    ['[1]', 'data, line 2: the JSON is an array; expected one object a line'],
    ['null', 'data, line 2: the JSON is null; expected one object a line'],
    ['"a"', 'data, line 2: the JSON is a string; expected one object a line'],
  ])('refuses %j', async (line, problem) => {
    await expect(read(`{"text":"ok"}\n${line}\n`, 'ndjson')).rejects.toThrow(problem);
  });
});

describe('columns of any name are read', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

  test.each(NAMES)('such as %s', async (name) => {
    const values = async (text: string, format: Format) =>
      (await read(text, format)).map(({ fields }) => Object.entries(fields));
    const expected = [
      [
        [name, 'a'],
        ['id', '1'],
      ],
    ];
    expect(await values(`${name}\tid\na\t1\n`, 'tsv')).toEqual(expected);
    expect(await values(`${name},id\na,1\n`, 'csv')).toEqual(expected);
    expect(await values(`{"${name}":"a","id":"1"}\n`, 'ndjson')).toEqual(expected);
  });

  test.each(NAMES)('and %s is no column of a row that lacks it', async (name) => {
    const [record] = await read('{"text":"a"}\n', 'ndjson');
    expect(record!.fields[name]).toBeUndefined();
  });
});

test.each([
  ['tsv', 'id\ttext\r1\ta\r2\tb\r'],
  ['csv', 'id,text\r1,"a"\r2,b'],
  ['ndjson', '{"id":1,"text":"a"}\r{"id":2,"text":"b"}\r'],
] as const)('%s from an old Mac, whose lines end in CR alone, is read', async (format, text) => {
  const records = await read(text, format);
  expect(records.map(({ fields }) => fields.text)).toEqual(['a', 'b']);
  expect(records.map(({ line }) => line)).toEqual(format === 'ndjson' ? [1, 2] : [2, 3]);
});

describe('any texts are read back as they were written', () => {
  // A line that begins or ends with a NUL is taken for UTF-16.
  const wellFormed = fc
    .string({ unit: anyCharacter, minLength: 1 })
    .map((text) => text.replace(/^\0|\0$|(?<=\n)\0|\0(?=\n)/g, '.'));
  const inTsv = wellFormed.map((text) => `${text.replace(/[\t\r\n]/g, ' ')}.`);
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

  test('in TSV', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(inTsv), async (texts) => {
        expect(await readTexts(`text\tid\n${texts.map((text) => `${text}\t1\n`).join('')}`, 'tsv')).toEqual(
          texts,
        );
      }),
    );
  });

  test('in CSV', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wellFormed), async (texts) => {
        expect(
          await readTexts(`id,text\n${texts.map((text) => `1,${quote(text)}\n`).join('')}`, 'csv'),
        ).toEqual(texts);
      }),
    );
  });

  test('in NDJSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wellFormed), async (texts) => {
        expect(await readTexts(texts.map((text) => JSON.stringify({ text })).join('\n'), 'ndjson')).toEqual(
          texts,
        );
      }),
    );
  });
});

test.each<[Format, string]>([
  ['csv', 'text\na\nb\n'],
  ['ndjson', '{"text":"a"}\n{"text":"b"}\n'],
])('%s is closed where reading stops at its first record', async (format, text) => {
  let isClosed = false;
  async function* chunks() {
    try {
      yield new TextEncoder().encode(text);
      yield new TextEncoder().encode(text);
    } finally {
      isClosed = true;
    }
  }
  for await (const _ of readRecords({ name: 'data', chunks: chunks() }, format)) break;
  expect(isClosed).toBe(true);
});
