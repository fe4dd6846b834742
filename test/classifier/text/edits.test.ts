import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createNewPlaces,
  createPlaces,
  createRewriter,
  replaceMatches,
} from '../../../classifier/src/text/edits.ts';

describe('a rewritten text tells where its characters stood', () => {
  test('after a deletion, an insertion and a replacement', () => {
    const rewriter = createRewriter('a&amp;b-c');
    rewriter.replace(0, 1, '');
    rewriter.replace(1, 6, '&');
    rewriter.replace(7, 7, ' ');
    rewriter.replace(7, 8, '--');
    const { text, edits } = rewriter.finish();
    expect(text).toBe('&b --c');
    const { startOf, endOf } = createPlaces([edits]);
    expect(Array.from(text, (_, place) => [startOf(place), endOf(place + 1)])).toEqual([
      [1, 6],
      [6, 7],
      [7, 7],
      [7, 8],
      [7, 8],
      [8, 9],
    ]);
    // Asked in any order.
    expect([startOf(5), startOf(0), startOf(3), endOf(1)]).toEqual([8, 1, 7, 6]);
  });

  test('after several rewritings', () => {
    const first = replaceMatches('isn&#39;t', /&#39;/g, () => "'");
    const second = replaceMatches(first.text, /(?=n')|$/g, () => ' ');
    expect(second.text).toBe("is n't ");
    const { startOf, endOf } = createPlaces([first.edits, second.edits]);
    expect([startOf(3), endOf(6)]).toEqual([2, 9]);
  });

  test('which is where they stand in a text without edits', () => {
    const { text, edits } = createRewriter('good').finish();
    expect([text, edits]).toEqual(['good', []]);
    expect([createPlaces([edits]).startOf(2), createPlaces([]).endOf(3)]).toEqual([2, 3]);
  });
});

test('whatever is replaced, places ascend and a character that is kept stands where it stood', () => {
  const replacement = fc.constantFrom('', 'x', ' -- ', '  ');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3), replacement)), (parts) => {
      const old = parts.map(([gap, length]) => `${'k'.repeat(gap)}${'o'.repeat(length)}`).join('');
      const rewriter = createRewriter(old);
      let at = 0;
      for (const [gap, length, replaced] of parts) {
        rewriter.replace(at + gap, at + gap + length, replaced);
        at += gap + length;
      }
      const { text, edits } = rewriter.finish();
      const { startOf, endOf } = createPlaces([edits]);
      let before = 0;
      for (let place = 0; place < text.length; place++) {
        expect(startOf(place)).toBeGreaterThanOrEqual(before);
        expect(endOf(place + 1)).toBeGreaterThanOrEqual(startOf(place));
        if (text[place] === 'k') expect(old.slice(startOf(place), endOf(place + 1))).toBe('k');
        before = startOf(place);
      }
      // And back: the first place of the new text that stands for a place of the old one, or for one behind it.
      const newPlaceOf = createNewPlaces(edits);
      for (let oldPlace = 0; oldPlace <= old.length; oldPlace++) {
        const places = Array.from({ length: text.length }, (_, place) => place);
        const first = places.find((place) => startOf(place) >= oldPlace) ?? text.length;
        expect(newPlaceOf(oldPlace)).toBe(first);
      }
    }),
  );
});
