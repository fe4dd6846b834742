import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { misspell } from '../../../../classifier/training/data/misspell.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';

const TEXT = "It 's a charming , never boring film -- the actors ' best .";
/** What a text became with many seeds. */
const found = (text: string): string[] =>
  Array.from({ length: 400 }, (_, seed) => misspell(text, createRandom(seed)));

test('the same seed gives the same spelling, another gives others', () => {
  expect(found(TEXT)).toEqual(found(TEXT));
  expect(new Set(found(TEXT)).size).toBeGreaterThan(100);
});

describe('a text may be spelled', () => {
  test.each<[string, RegExp]>([
    ['without an apostrophe', /^Its a/],
    ['with letters swapped', /chraming|hcarming|charmign|chamring|chariming|chamrnig/],
    ['with a letter left out', /\b(?:chaming|charmin|charmng|carming)\b/],
    ['with a letter twice', /\b(?:chaarming|charmming|charminng|chharming)\b/],
    ['without its full stop', /best$/],
    ['with other marks at its end', /best!!!$/],
    ['in capitals', /CHARMING/],
    ['in small letters', /^it 's a charming/],
    ['with quotes around', /^"It .*"$/],
    ['with markup', /^<br \/><br \/>It/],
  ])('%s', (_, pattern) => {
    expect(found(TEXT).some((text) => pattern.test(text))).toBe(true);
  });
});

test('short words and first letters stay, as do the treebank’s brackets', () => {
  for (const text of found('-LRB- no fun at all -RRB-')) {
    expect(text).toContain('-LRB- no fun at all -RRB-');
  }
  for (const text of found('charming')) expect(text).toMatch(/^(?:["(]|<br \/><br \/>|- )?c/i);
});

test('any text can be misspelled', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, seed) => {
      expect(typeof misspell(text, createRandom(seed))).toBe('string');
    }),
  );
});
