import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outlineOf } from '../../../classifier/src/text/outline.ts';
import { winkSentences } from '../../../classifier/src/wink/wink.ts';
import { AWKWARD_TEXTS } from '../../../scripts/bench/hostile-texts.ts';

/** Where wink finds sentences to end in a text, but for the last. */
function endsIn(text: string): number[] {
  const ends: number[] = [];
  let from = 0;
  for (const sentence of winkSentences(text)) {
    from = text.indexOf(sentence, from) + sentence.length;
    ends.push(from);
  }
  return ends.slice(0, -1);
}

test('an outline keeps the runs with a mark, and two words behind each', () => {
  expect(outlineOf('a b c. d e f g h i j k l! m').text).toBe('c. d e l! m ');
  expect(outlineOf('a. b, c d e f! g h i j k l').text).toBe('a. b, c d f! g h ');
  for (const text of ['', ' ', 'no mark, at all']) expect(outlineOf(text).text).toBe('');
});

test('words that are only words to wink are all the same in an outline, each of its own length', () => {
  expect(outlineOf('The best. Film, it seems. Mr. Smith vs. all').text).toBe(
    '  it. Film, it    it. Mr. Smith vs.  it ',
  );
});

test('an outline tells where its characters stood', () => {
  const text = 'first some words of no use: one, two  end.  A new  one begins here and goes on, and on. So!';
  const outline = outlineOf(text);
  for (const [place, character] of [...outline.text.slice(0, -1)].entries()) {
    if (!/[a-z ]/.test(character)) expect(text[outline.placeOf(place)]).toBe(character);
  }
});

test('wink finds the same sentences by the outline of a text as by all of it', () => {
  const marks = [
    '.',
    '!',
    '?',
    '...',
    '. ',
    ' . ',
    '! ',
    '?"',
    '." ',
    '.) ',
    "'",
    '"',
    '”',
    '’',
    '(',
    ')',
    ']',
    '…',
  ];
  const words = [
    'Mr.',
    'Dr.',
    'U.S.',
    'e.g.',
    'Jan.',
    'etc.',
    'p.m.',
    'A',
    'a.',
    'The',
    'He',
    'film',
    '5',
    '3.5',
    'é',
  ];
  const piece = fc.oneof(
    fc.constantFrom(...marks),
    fc.constantFrom(...words),
    fc.constant(' '),
    fc.constant(' '),
  );
  const check = (text: string): void => {
    const plain = text.replace(/\s/g, ' ').trim();
    const outline = outlineOf(plain);
    const ends = endsIn(outline.text).map((end) => outline.placeOf(end - 1) + 1);
    expect(ends, JSON.stringify(plain)).toEqual(endsIn(plain));
  };
  for (const text of AWKWARD_TEXTS) check(text.slice(0, 500));
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      check,
    ),
    { numRuns: 500 },
  );
});
