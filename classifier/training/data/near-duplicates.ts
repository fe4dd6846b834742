import { addBlock, finishHash, hashNgram, hashWord, NGRAM_SEED, toBlock } from '../../src/linear/hashes.ts';
import type { Random } from '../optimizers/random.ts';

/*
 * Near-duplicates are found by MinHash (Broder 1997) and banding (Leskovec, Rajaraman and Ullman, "Mining of Massive
 * Datasets", section 3.4), in time linear in the length of all texts. Each candidate pair is verified by its Jaccard
 * similarity, so there are no false positives.
 */

/** The length of a shingle, in words. A text is the set of its shingles; a shorter text is a single shingle. */
const SHINGLE_WORDS = 5;
/** The least Jaccard similarity of near-duplicates. */
const MIN_SIMILARITY = 0.6;
/** A pair of exactly this similarity is found with probability 1 − (1 − 0.6²)⁴⁰: all but 2 in 100 million. */
const NUM_BANDS = 40;
const HASHES_PER_BAND = 2;
/**
 * The number of texts in a bucket, the last ones, that a new text is compared with. It bounds the time for large
 * buckets.
 */
const MAX_COMPARED = 20;

/**
 * Groups near-duplicates transitively. A text of fewer than five words only matches texts with the same words. Case and
 * punctuation are ignored.
 * @param random draws the hash functions
 * @returns shape [numTexts]: the index of the first text in each text's group
 */
export function groupNearDuplicates(texts: readonly string[], random: Random): Uint32Array {
  const shingles = texts.map(hashShingles);
  const groups = Uint32Array.from(texts, (_, i) => i);
  for (let band = 0; band < NUM_BANDS; band++) {
    const seeds = Array.from({ length: HASHES_PER_BAND }, () => Math.floor(random() * 2 ** 32));
    const buckets = new Map<number, number[]>();
    for (const [i, own] of shingles.entries()) {
      const key = finishHash(
        seeds.reduce((hash, seed) => addBlock(hash, toBlock(minHash(own, seed))), NGRAM_SEED),
      );
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [i]);
      else {
        for (const other of bucket.slice(-MAX_COMPARED)) {
          if (findFirst(groups, i) !== findFirst(groups, other) && areNear(own, shingles[other]!))
            unite(groups, i, other);
        }
        bucket.push(i);
      }
    }
  }
  return groups.map((_, i) => findFirst(groups, i));
}

/**
 * Counts the texts that have near-duplicates.
 * @param firsts the result of `groupNearDuplicates`
 */
export function countNearDuplicates(firsts: Uint32Array): number {
  const sizes = new Map<number, number>();
  for (const first of firsts) sizes.set(first, (sizes.get(first) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => (size > 1 ? sum + size : sum), 0);
}

/** The hashes of a text's distinct shingles, ascending; at least one. */
function hashShingles(text: string): Uint32Array {
  // A text without words, such as an emoji, is a word itself.
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [text.trim()];
  if (words.length < SHINGLE_WORDS) return Uint32Array.of(hashNgram([`${words.length}`, ...words]));
  const blocks = words.map((word) => toBlock(hashWord(word)));
  const shingles = new Set<number>();
  for (let end = SHINGLE_WORDS; end <= blocks.length; end++)
    shingles.add(finishHash(blocks.slice(end - SHINGLE_WORDS, end).reduce(addBlock, NGRAM_SEED)));
  return Uint32Array.from(shingles).sort();
}

/**
 * The smallest shingle under a random permutation. Two sets agree in it with a probability equal to their similarity.
 */
function minHash(shingles: Uint32Array, seed: number): number {
  let smallest = 2 ** 32;
  for (let i = 0; i < shingles.length; i++) {
    const hash = finishHash(shingles[i]! ^ seed);
    if (hash < smallest) smallest = hash;
  }
  return smallest;
}

/** Whether |a ∩ b| / |a ∪ b| reaches `MIN_SIMILARITY`; both are ascending. */
function areNear(a: Uint32Array, b: Uint32Array): boolean {
  let numShared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i]!, b[j]!];
    if (x === y) numShared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return numShared >= MIN_SIMILARITY * (a.length + b.length - numShared);
}

/** Finds the first text of a group, with path halving (Tarjan and van Leeuwen 1984). */
function findFirst(groups: Uint32Array, i: number): number {
  while (groups[i] !== i) {
    groups[i] = groups[groups[i]!]!;
    i = groups[i]!;
  }
  return i;
}

function unite(groups: Uint32Array, i: number, j: number): void {
  const a = findFirst(groups, i);
  const b = findFirst(groups, j);
  groups[Math.max(a, b)] = Math.min(a, b);
}
