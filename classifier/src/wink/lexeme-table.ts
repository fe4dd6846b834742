/** A word list in three arrays for lookup by word and by index: an open-addressing hash table with linear probing. */
export interface LexemeTable {
  /** All words, concatenated. */
  words: string;
  /** The length of each word in UTF-16 code units. */
  lengths: Uint8Array;
  /** Slots, a power of two in number; each holds the index of a word plus one, or 0. */
  slots: Uint32Array;
}

/** Lookup in a word list. */
export interface Lexemes {
  /** The number of words in the list. */
  numWords: number;
  /** The index of a word; undefined if it is not in the list. */
  indexOf(word: string): number | undefined;
  /** The word at an index. */
  wordAt(index: number): string;
}

/** Builds the table of a list of distinct words of at most 255 code units each. */
export function createLexemeTable(list: readonly string[]): LexemeTable {
  // At least a fifth of the slots stay empty, so that probing is short.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(list.length * 1.25)));
  for (const [index, word] of list.entries()) {
    let slot = firstSlot(word, slots.length);
    while (slots[slot] !== 0) slot = (slot + 1) % slots.length;
    slots[slot] = index + 1;
  }
  return { words: list.join(''), lengths: Uint8Array.from(list, (word) => word.length), slots };
}

/** Opens a table in negligible time: only the start of each word is computed. */
export function openLexemeTable({ words, lengths, slots }: LexemeTable): Lexemes {
  const numWords = lengths.length;
  const starts = new Uint32Array(numWords + 1);
  for (let i = 0; i < numWords; i++) starts[i + 1] = starts[i]! + lengths[i]!;
  return {
    numWords,
    indexOf(word) {
      let slot = firstSlot(word, slots.length);
      for (; slots[slot] !== 0; slot = (slot + 1) % slots.length) {
        const index = slots[slot]! - 1;
        if (lengths[index] === word.length && words.startsWith(word, starts[index])) return index;
      }
      return undefined;
    },
    wordAt: (index) => words.slice(starts[index], starts[index + 1]),
  };
}

/** FNV-1a over the code units (Fowler, Noll and Vo), folded because its low bits alone depend on few of them. */
function firstSlot(word: string, numSlots: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & (numSlots - 1);
}
