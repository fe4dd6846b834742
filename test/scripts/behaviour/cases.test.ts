import { describe, expect, test } from 'vitest';
import { readCases } from '../../../scripts/behaviour/read-cases.ts';

const SHARED = { praise: ['good', 'great'], part: ['plot', 'cast', 'score'] };

/** Reads lines of cases, each given as an object, or as it stands in the file. */
function read(...lines: (object | string)[]) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  return readCases({ name: 'cases.ndjson', chunks: [Buffer.from(text)] }, SHARED);
}

describe('a file of cases', () => {
  test('gives a sentence as it is', async () => {
    const sentence = { text: 'Good fun.', expect: 'positive' };
    expect(await read(sentence)).toEqual({ cases: [sentence], numSentences: 1 });
  });

  test('gives of a template as many cases as its longest list has words, and begins shorter lists again', async () => {
    const { cases, numSentences } = await read({ text: 'The {part} is {praise}.', expect: 'positive' });
    expect(cases.map(({ text }) => text)).toEqual([
      'The plot is good.',
      'The cast is great.',
      'The score is good.',
    ]);
    expect(numSentences).toBe(0);
  });

  test('takes the words of a line before shared ones of that name, for all places of a slot', async () => {
    const line = { text: 'So {praise}, {praise}!', expect: 'positive', words: { praise: ['fine'] } };
    expect((await read(line)).cases).toEqual([{ text: 'So fine, fine!', expect: 'positive' }]);
  });

  test('fills the slot of a pair alike, or with a word for each of the two texts', async () => {
    const words = { name: [['Ann', 'Bo']], praise: ['fun', 'new'] };
    const line = { text: '{name} is {praise}.', changed: '{name} is {praise}.', expect: 'same', words };
    expect((await read(line)).cases).toEqual([
      { text: 'Ann is fun.', changed: 'Bo is fun.', expect: 'same' },
      { text: 'Ann is new.', changed: 'Bo is new.', expect: 'same' },
    ]);
  });

  test.each<[string, object | string, string]>([
    [
      'an unknown field',
      { text: 'x', side: 'negative' },
      'unknown field "side"; expected text, changed, expect, words',
    ],
    ['no text', { expect: 'neutral' }, '"text" is missing; expected a text that is not blank'],
    ['a blank text', { text: ' ', expect: 'neutral' }, '"text" is " "; expected a text that is not blank'],
    [
      'a changed text that is none',
      { text: 'x', changed: 1, expect: 'same' },
      '"changed" is 1; expected a text that is not blank, or none',
    ],
    [
      'a change expected of a single text',
      { text: 'x', expect: 'lower' },
      '"expect" is "lower"; expected, of a text without "changed", negative, neutral, positive',
    ],
    [
      'a side expected of a pair',
      { text: 'x', changed: 'y', expect: 'negative' },
      '"expect" is "negative"; expected, of a text with "changed", same, lower, higher',
    ],
    [
      'nothing expected',
      { text: 'x' },
      '"expect" is missing; expected, of a text without "changed", negative, neutral, positive',
    ],
    [
      'a change that changes nothing',
      { text: 'The {part}.', changed: 'The {part}.', expect: 'same' },
      '"The plot." is not changed; expected two texts that differ',
    ],
    [
      'a slot without words',
      { text: 'A {colour} hat.', expect: 'neutral' },
      'no words for {colour}; expected them in "words", or one of praise, part',
    ],
    [
      'words without a slot',
      { text: 'A hat.', expect: 'neutral', words: { colour: ['red'] } },
      '"words" has "colour", which no text uses; expected {colour} in one',
    ],
    [
      'words that are no object',
      { text: 'A hat.', expect: 'neutral', words: ['red'] },
      '"words" is ["red"]; expected an object with a list of words for each slot',
    ],
    [
      'an empty list of words',
      { text: 'A {colour} hat.', expect: 'neutral', words: { colour: [] } },
      'the words of {colour} are []; expected a list of at least one',
    ],
    [
      'two words for a slot of a single text',
      { text: 'A {colour} hat.', expect: 'neutral', words: { colour: [['red', 'blue']] } },
      'the words of {colour} hold ["red","blue"]; expected a word',
    ],
    [
      'three words for a slot of a pair',
      { text: '{n}', changed: '{n}.', expect: 'same', words: { n: [['1', '2', '3']] } },
      'the words of {n} hold ["1","2","3"]; expected a word, or a list of two: one for the text, one for the changed text',
    ],
    ['a line that is no JSON', '{"text":', 'not valid JSON'],
    [
      'a case that is there already',
      { text: 'The first.', expect: 'negative' },
      '["The first."] is in line 1 too; expected it once',
    ],
  ])('refuses %s, with its line and what would be right', async (_, line, problem) => {
    const lines = read({ text: 'The first.', expect: 'neutral' }, line);
    await expect(lines).rejects.toThrow(`cases.ndjson, line 2: ${problem}`);
  });
});
