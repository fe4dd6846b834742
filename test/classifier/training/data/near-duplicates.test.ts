import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countNearDuplicates,
  groupNearDuplicates,
} from '../../../../classifier/training/data/near-duplicates.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';

const group = (texts: readonly string[], seed = 1): number[] => [
  ...groupNearDuplicates(texts, createRandom(seed)),
];

/** The sets of five words in a row, or of all words of a shorter text. */
function shinglesOf(text: string): Set<string> {
  const words = text.split(' ');
  if (words.length < 5) return new Set([text]);
  return new Set(words.slice(4).map((_, i) => words.slice(i, i + 5).join(' ')));
}

/** Every pair compared, and what is near united until nothing changes. */
function groupByBruteForce(texts: readonly string[]): number[] {
  const sets = texts.map(shinglesOf);
  const areNear = (a: Set<string>, b: Set<string>): boolean =>
    [...a].filter((shingle) => b.has(shingle)).length / new Set([...a, ...b]).size >= 0.6;
  const firsts = texts.map((_, i) => i);
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [i, a] of sets.entries())
      for (const [j, b] of sets.entries())
        if (firsts[j]! < firsts[i]! && areNear(a, b)) {
          firsts[i] = firsts[j]!;
          isChanged = true;
        }
  }
  return firsts;
}

describe('near-duplicates', () => {
  const word = fc.constantFrom(...'the film was so very good and bad in an old way'.split(' '));
  const text = fc.array(word, { minLength: 1, maxLength: 30 });
  /** A text, and what is left of it where words are taken from its ends or put in. */
  const texts = fc
    .array(fc.tuple(text, fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.option(word)), { maxLength: 4 })), {
      minLength: 1,
      maxLength: 8,
    })
    .map((all) =>
      all.flatMap(([words, changes]) => [
        words.join(' '),
        ...changes.map(([from, to, more]) =>
          [...words.slice(from, Math.max(from + 1, words.length - to)), more].filter(Boolean).join(' '),
        ),
      ]),
    )
    .map((all) => all.filter((one) => one !== ''));

  test('are those that a comparison of all pairs finds', () => {
    fc.assert(
      fc.property(texts, fc.integer(), (all, seed) => {
        expect(group(all, seed)).toEqual(groupByBruteForce(all));
      }),
      { numRuns: 300 },
    );
  });

  test('differ by case, punctuation, or a few words of many', () => {
    const review = Array.from({ length: 40 }, (_, i) => `word${i}`).join(' ');
    const all = [
      review,
      `${review.toUpperCase()}!`,
      `So: ${review}, he said.`,
      'word1 word2 word3 word4 word5',
    ];
    expect(group(all)).toEqual([0, 0, 0, 3]);
  });

  test('of fewer than five words have the same words', () => {
    const all = ['Good film!', 'good, film', 'A good film', 'film good', '😀', '😀 ', '🙁', '!'];
    expect(group(all)).toEqual([0, 0, 2, 3, 4, 4, 6, 7]);
    expect(countNearDuplicates(Uint32Array.from(group(all)))).toBe(4);
  });

  test('need not be near each other where one stands between them', () => {
    const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
    const cut = (from: number): string => words.slice(from, from + 40).join(' ');
    expect(group([cut(0), cut(16)])).toEqual([0, 1]);
    expect(group([cut(0), cut(16), cut(8)])).toEqual([0, 0, 0]);
  });

  test('are found in time that grows with the number of texts, also where all are alike', () => {
    const all = Array.from(
      { length: 5000 },
      (_, i) => `one and the same review with the number ${i} at its end`,
    );
    const begin = process.cpuUsage().user;
    group(all);
    expect(process.cpuUsage(undefined).user - begin).toBeLessThan(10e6);
  });
});
