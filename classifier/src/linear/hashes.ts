/*
 * n-grams are identified by 32-bit hashes alone. A word is hashed once, from its characters. An n-gram is hashed from
 * the hashes of its words by MurmurHash3 (Appleby), with each word's hash as a block of four bytes.
 */
const WORD_SEED = 0x811c9dc5;
const CHARACTER_SEED = 0x01234567;
const NEGATED_SEED = 0x00000777;
const WORD_BOUNDARY = 0x20;
/** The hash of an empty n-gram, to which blocks of words are added. */
export const NGRAM_SEED = 0;

/** Hashes a word: FNV-1a over its UTF-16 code units (Fowler, Noll and Vo), finished with MurmurHash3's mixer. */
export function hashWord(word: string): number {
  let hash = WORD_SEED;
  for (let i = 0; i < word.length; i++) hash = addCode(hash, word.charCodeAt(i));
  return finishHash(hash);
}

/** The block that a word adds to the hash of an n-gram; it depends on the word alone. */
export function toBlock(wordHash: number): number {
  const product = Math.imul(wordHash, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}

/** Adds a word's block to the hash of an n-gram. Call `finishHash` after the last block. */
export function addBlock(hash: number, block: number): number {
  const mixed = hash ^ block;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** MurmurHash3's final mixer. The result is in 0..2³² − 1. */
export function finishHash(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Hashes an n-gram of words. */
export function hashNgram(words: readonly string[]): number {
  return finishHash(words.reduce((hash, word) => addBlock(hash, toBlock(hashWord(word))), NGRAM_SEED));
}

/** Hashes a word in the scope of a negation. */
export function hashNegated(word: string): number {
  return finishHash(addBlock(NEGATED_SEED, toBlock(hashWord(word))));
}

/**
 * Visits the hashes of the character n-grams of a word with a boundary on either side. A word that is too short has
 * none.
 * @param min length of the shortest n-gram, in UTF-16 code units
 * @param max length of the longest n-gram
 */
export function visitCharacterNgrams(
  word: string,
  min: number,
  max: number,
  visit: (hash: number) => void,
): void {
  const length = word.length;
  for (let start = -1; start < length; start++) {
    let hash = CHARACTER_SEED;
    for (let n = 1; n <= max && start + n <= length + 1; n++) {
      const at = start + n - 1;
      hash = addCode(hash, at < 0 || at >= length ? WORD_BOUNDARY : word.charCodeAt(at));
      if (n >= min) visit(finishHash(hash));
    }
  }
}

function addCode(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}
