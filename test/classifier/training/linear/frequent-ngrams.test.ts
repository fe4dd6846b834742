import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectNgrams, NGRAM_GROUPS } from '../../../../classifier/src/linear/ngrams.ts';
import { findFrequentNgrams, mergeHashes } from '../../../../classifier/training/linear/frequent-ngrams.ts';

const SETTINGS = { wordNgrams: 2, minCharacterNgram: 2, maxCharacterNgram: 3, negationScope: 2 };

/** What a map counts: the n-grams that are in at least `minTexts` texts. */
function countInMap(texts: readonly { words: string[] }[], minTexts: number): Uint32Array {
  const counts = new Map<number, number>();
  for (const { words } of texts) {
    const ngrams = collectNgrams(words, SETTINGS);
    for (const hash of new Set(NGRAM_GROUPS.flatMap((group) => ngrams[group])))
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return Uint32Array.from([...counts].filter(([, n]) => n >= minTexts).map(([hash]) => hash)).sort();
}

describe('findFrequentNgrams', () => {
  test('finds what a map of counts finds, in any texts', () => {
    const word = fc.constantFrom('a', 'not', 'film', 'good', 'bad', '.', 'films');
    const texts = fc.array(fc.record({ words: fc.array(word, { maxLength: 8 }) }), { maxLength: 12 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 6 }), (given, minTexts) => {
        expect(findFrequentNgrams(given, SETTINGS, minTexts)).toEqual(countInMap(given, minTexts));
      }),
    );
  });

  test('counts an n-gram once in a text, however often it occurs there', () => {
    const texts = [{ words: ['so', 'so', 'so'] }];
    expect(findFrequentNgrams(texts, SETTINGS, 2)).toHaveLength(0);
  });

  test('holds more n-grams than it has room for at first', () => {
    const words = Array.from({ length: 50_000 }, (_, i) => `w${i}`);
    const texts = [{ words: ['w1', 'w2'] }, { words }, { words }];
    const settings = { ...SETTINGS, maxCharacterNgram: 0, wordNgrams: 1 };
    const found = findFrequentNgrams(texts, settings, 2);
    // Two of 50,000 hashes of 32 bits may be equal, by chance.
    expect(found.length).toBeGreaterThan(49_990);
    expect(findFrequentNgrams(texts, settings, 3)).toHaveLength(2);
  });
});

test('mergeHashes keeps each hash once, ascending', () => {
  const merged = mergeHashes(Uint32Array.of(1, 4, 2 ** 32 - 1), Uint32Array.of(0, 4, 5));
  expect(merged).toEqual(Uint32Array.of(0, 1, 4, 5, 2 ** 32 - 1));
});
