import { expect, test } from 'vitest';
import { type CachedWord, createWordCache } from '../../../classifier/src/recurrent/word-cache.ts';
import { createRandom } from '../../../classifier/training/optimizers/random.ts';

/** A cache, and what was written to it. */
function createCache(numSlots: number) {
  const written: string[] = [];
  const held: string[] = [];
  const { find, startBatch } = createWordCache(numSlots, ({ normal }, slot) => {
    written.push(normal);
    held[slot] = normal;
  });
  const words = new Map<string, CachedWord>();
  const wordOf = (normal: string): CachedWord => {
    if (!words.has(normal)) words.set(normal, { normal, slot: -1 });
    return words.get(normal)!;
  };
  return { find: (normal: string) => find(wordOf(normal)), startBatch, written, held };
}

test('a word is written once, and found where it was written', () => {
  const { find, written } = createCache(4);
  const slots = ['a', 'b', 'a', 'b', 'a'].map(find);
  expect(slots).toEqual([0, 1, 0, 1, 0]);
  expect(written).toEqual(['a', 'b']);
});

test('a word that was asked for again outlasts those that were not', () => {
  const { find, startBatch, written } = createCache(3);
  for (const word of ['a', 'b', 'a', 'c', 'd', 'e', 'a', 'b']) {
    startBatch();
    find(word);
  }
  // d took the place of b, and e that of c.
  expect(written).toEqual(['a', 'b', 'c', 'd', 'e', 'b']);
});

test('a word that is not asked for any more goes in the end, however often it was', () => {
  const { find, startBatch, written } = createCache(2);
  for (let i = 0; i < 1000; i++) find('often');
  for (let i = 0; i < 100; i++) {
    startBatch();
    find(`w${i}`);
  }
  find('often');
  expect(written.filter((word) => word === 'often')).toHaveLength(2);
});

test('the words of a batch stay while it lasts, even where they fill the cache', () => {
  const { find, startBatch, held } = createCache(8);
  const random = createRandom(1);
  for (let batch = 0; batch < 300; batch++) {
    startBatch();
    const words = Array.from({ length: 8 }, () => `w${Math.floor(random() * 12)}`);
    const slots = words.map(find);
    expect(slots.map((slot) => held[slot])).toEqual(words);
  }
});
