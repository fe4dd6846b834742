import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finish } from '../../../classifier/src/steps.ts';
import { outlineOf } from '../../../classifier/src/text/outline.ts';
import { splitSentences as splitInSteps } from '../../../classifier/src/text/sentences.ts';
import { winkSentences } from '../../../classifier/src/wink/wink.ts';
import { AWKWARD_TEXTS, HOSTILE_TEXTS } from '../../../scripts/bench/hostile-texts.ts';
import { anyCharacter } from '../../helpers/any-text.ts';

const splitSentences = (text: string) => finish(splitInSteps(text));
const sentencesOf = (text: string): string[] =>
  splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('a text is split', () => {
  test.each<[string, string, string[]]>([
    ['after a full stop', 'A good film. A weak plot.', ['A good film.', 'A weak plot.']],
    ['after other marks', 'Good? Yes! So it is.', ['Good?', 'Yes!', 'So it is.']],
    ['after several marks', 'Wow!!! What?! No.', ['Wow!!!', 'What?!', 'No.']],
    ['at any white space', ' Good.\n\nBad.\u00a0\tFine. ', ['Good.', 'Bad.', 'Fine.']],
    [
      'at white space that wink does not know',
      'A\u3000good one\u3000! A bad one.',
      ['A\u3000good one\u3000!', 'A bad one.'],
    ],
    ['before a number', 'I saw it twice. 3 stars.', ['I saw it twice.', '3 stars.']],
    ['after a closing quote', '"It was good." She left.', ['"It was good."', 'She left.']],
    ['after a curly one', '“It was good.” She left.', ['“It was good.”', 'She left.']],
    ['before an opening quote', '“Good.” “Bad.”', ['“Good.”', '“Bad.”']],
    ['after a closing bracket', 'Good (really.) Bad (too).', ['Good (really.)', 'Bad (too).']],
    ['before an opening bracket', '(Good film.) (Bad film.)', ['(Good film.)', '(Bad film.)']],
    [
      'in the spelling of the treebank',
      "It is n't -LRB- that -RRB- good . `` Bad , '' he said .",
      ["It is n't -LRB- that -RRB- good .", "`` Bad , '' he said ."],
    ],
  ])('%s', (_, text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });
});

describe('a text is not split', () => {
  test.each([
    ['where it is one sentence', 'A good film'],
    ['after the abbreviation of a title', 'Mr. Smith and Dr. Jones liked it.'],
    ['within an abbreviation', 'The U.S. film is good.'],
    ['within a number', 'It has 3.5 of 5 stars, or so.'],
    ['after a month', 'I saw it on Jan. 5.'],
    ['without white space', 'Good.Bad.'],
    ['at a line break alone', 'A good\nfilm'],
    ['at an ellipsis', 'Great... really.'],
    ['before signs that are no words', 'It is good. :-) ***'],
    ['where it holds no word', '! ? ...'],
  ])('%s', (_, text) => {
    expect(sentencesOf(text)).toEqual([text]);
  });
});

test('signs without a letter or a digit belong to the sentence before them', () => {
  // wink takes the full stop after the quote for a sentence of its own.
  expect(sentencesOf('It is good! ”. Bad one.')).toEqual(['It is good! ”.', 'Bad one.']);
  expect(sentencesOf('She left! ?! It is good.')).toEqual(['She left! ?!', 'It is good.']);
});

test('places are those of the text itself', () => {
  expect(splitSentences('  It was 👍.  She\tleft.\n')).toEqual([
    { start: 2, end: 12 },
    { start: 14, end: 23 },
  ]);
});

test('white space alone holds no sentence', () => {
  for (const text of ['', ' ', '\n\t\u00a0\ufeff']) expect(splitSentences(text)).toEqual([]);
});

test('a run of more than 64 characters loses none', () => {
  // The 64th character follows a full stop.
  const run = `${'a'.repeat(62)}.Bcd.`;
  expect(sentencesOf(`${run} Good. Bad.`).join(' ')).toBe(`${run} Good. Bad.`.replace('.Bcd', '. Bcd'));
  for (let length = 55; length < 75; length++) {
    const text = `${'x'.repeat(length)}.😀Yes.Né.${'y'.repeat(length)} Good. Bad.`;
    expect(sentencesOf(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  }
});

describe('for any text', () => {
  /** Sentences lie in order and within the text, begin and end with what is no white space, and miss no word. */
  function check(text: string): void {
    const spans = splitSentences(text);
    if (/\S/.test(text)) expect(spans.length).toBeGreaterThan(0);
    // Not by `expect`, which takes longer than what it looks at.
    const isSound = ({ start, end }: (typeof spans)[number], from: number): boolean =>
      start >= from && end > start && /^\S(?:.*\S)?$/s.test(text.slice(start, end));
    let from = 0;
    let rest = '';
    for (const { start, end } of spans) {
      if (!isSound({ start, end }, from)) expect.fail(`${start} to ${end} of ${JSON.stringify(text)}`);
      rest += text.slice(from, start);
      from = end;
    }
    expect(from).toBeLessThanOrEqual(text.length);
    expect(rest + text.slice(from)).not.toMatch(/[\p{L}\p{N}]/u);
  }
  const parts = [
    ...['Good', 'bad', 'Mr.', 'U.S.', '3.5', '2', 'é', '😀', 'e\u0301', '这很好', 'x'.repeat(63), "isn't"],
    ...['.', '. ', '! ', '?', '…', '...', ' ', '\n', '\u00a0', '\u200b', '"', '”', '“', '(', ')', "''", '*'],
  ];

  test('each letter and digit is in one sentence', () => {
    for (const text of AWKWARD_TEXTS) check(text);
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), check));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 60 }), (found) => check(found.join(''))),
      { numRuns: 300 },
    );
  });

  test('within 2 s for 10,000 characters of a hostile pattern, whatever stands before and after', () => {
    const patterns = [
      ...HOSTILE_TEXTS.map(({ pattern }) => pattern),
      'a. ',
      'A. b ',
      '. ',
      '! ',
      '." ',
      '1. ',
    ];
    for (const pattern of patterns) {
      const repeated = pattern.repeat(Math.ceil(10_000 / pattern.length)).slice(0, 10_000);
      for (const text of [repeated, `Good. Bad ${repeated}`, `${repeated}. Good`]) {
        const start = performance.now();
        check(text);
        expect(performance.now() - start, JSON.stringify(pattern)).toBeLessThan(2000);
      }
    }
  });
});

test.each([
  [
    'Did you like it? (Who knew they had any?). Yes.',
    'Did you like it ? -LRB- Who knew they had any ? -RRB- . Yes .',
  ],
  [
    'It has memorable images..., but keeps its distance. Good.',
    'It has memorable images ... , but keeps its distance . Good .',
  ],
])('%s has as many sentences in the treebank’s spelling', (plain, treebank) => {
  expect(splitSentences(treebank)).toHaveLength(splitSentences(plain).length);
});

test('a long text, read in steps, has the sentences that it has read at once', () => {
  const sentence = fc.constantFrom(
    'No.',
    'Mr. Smith left at 5 p.m. for the U.S.',
    'Why?!',
    '"It is good," he said.',
    'It cost $3.50... and more.',
    'See e.g. the ending (all of it).',
  );
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 1500, maxLength: 2000 }), (sentences) => {
      const text = sentences.join(' ');
      expect(outlineOf(text).text.length).toBeGreaterThan(2 * 5120);
      expect(sentencesOf(text)).toEqual(winkSentences(text));
    }),
    { numRuns: 5 },
  );
});
