import { expect, test } from 'vitest';
import { DatasetError } from '../../../../classifier/src/errors.ts';
import { readSoftTexts } from '../../../../classifier/training/data/soft-texts.ts';

const NAMES = ['bad', 'good'];
let numUnanswered: number;
const read = (...lines: string[]) =>
  Array.fromAsync(
    readSoftTexts(
      { name: 'soft.ndjson', chunks: [Buffer.from(lines.map((line) => `${line}\n`).join(''))] },
      NAMES,
      () => numUnanswered++,
    ),
  );
const row = (fields: object): string => JSON.stringify({ text: 'A film.', ...fields });

test('reads text, probabilities in the order of the classes, and the teacher, and nothing else', async () => {
  const answer = {
    line: 1,
    id: 7,
    sentiment: 'good',
    label: 1,
    confidence: 0.75,
    coverage: 1,
    model: 'linear-0',
  };
  expect(
    await read(
      row({ ...answer, probabilities: { good: 0.75, bad: 0.25 } }),
      row({ probabilities: { bad: 1, good: 0 } }),
    ),
  ).toEqual([
    { text: 'A film.', probabilities: [0.25, 0.75], teacher: 'linear-0' },
    { text: 'A film.', probabilities: [1, 0], teacher: undefined },
  ]);
});

test('divides rounded probabilities by their sum', async () => {
  const [{ probabilities } = { probabilities: [] }] = await read(
    row({ probabilities: { bad: 0.333, good: 0.666 } }),
  );
  expect(probabilities[0]).toBeCloseTo(1 / 3, 3);
  expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 12);
});

test.each<[string, string, string]>([
  [
    'no probabilities',
    row({ sentiment: 'good' }),
    'the field "probabilities" is missing; expected it as npm run classify',
  ],
  ['a list of them', row({ probabilities: [0.5, 0.5] }), 'the field "probabilities" is not an object'],
  ['null', row({ probabilities: null }), 'the field "probabilities" is not an object'],
  [
    'a class more',
    row({ probabilities: { bad: 0.5, good: 0.5, so: 0 } }),
    'a probability of the class "so"; expected those of the labelled texts: "bad", "good"',
  ],
  ['a class less', row({ probabilities: { bad: 1 } }), 'no probability of the class "good"; expected those'],
  [
    'a word',
    row({ probabilities: { bad: '1', good: 0 } }),
    'the class "bad" is "1"; expected a number from 0 to 1',
  ],
  [
    'a negative number',
    row({ probabilities: { bad: 1.5, good: -0.5 } }),
    'the class "bad" is 1.5; expected a number',
  ],
  [
    'another sum',
    row({ probabilities: { bad: 0.5, good: 0.4 } }),
    'the probabilities have the sum 0.9; expected 1, within 0.01',
  ],
  [
    'a blank text',
    row({ text: ' ', probabilities: { bad: 1, good: 0 } }),
    'the text is blank; expected a text',
  ],
  [
    'a number as text',
    row({ text: 1, probabilities: { bad: 1, good: 0 } }),
    'field "text" is 1; expected a text',
  ],
  ['no text', '{"probabilities":{"bad":1,"good":0}}', 'field "text" is missing; expected a text'],
  ['no JSON', '{', 'not valid JSON'],
])('refuses a row with %s, and names its line', async (_, line, problem) => {
  const good = row({ probabilities: { bad: 0.5, good: 0.5 } });
  const error = await read(good, line, good).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(DatasetError);
  expect(error.message).toContain('soft.ndjson, line 2: ');
  expect(error.message).toContain(problem);
});

test('skips rows with an error in place of an answer, also a first one, and tells of each', async () => {
  const good = row({ probabilities: { bad: 0.5, good: 0.5 } });
  const failed = '{"line":1,"error":"too long"}';
  numUnanswered = 0;
  expect(await read(failed, good, failed)).toHaveLength(1);
  expect(numUnanswered).toBe(2);
  await expect(read(failed)).rejects.toThrow('soft.ndjson, line 1: no text column');
});

test('refuses a first row without a text column', async () => {
  await expect(read('{"a":1}')).rejects.toThrow('soft.ndjson, line 1: no text column');
});

test('refuses a file without rows', async () => {
  await expect(read()).rejects.toThrow('soft.ndjson: no rows; expected texts with probabilities');
});
