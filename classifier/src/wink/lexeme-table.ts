/** A list of words in three arrays, to look up both ways: an open hash table, whose slots are tried one after the other. */
export interface LexemeTable {
  /** All words, one after the other. */
  words: string;
  /** The length of each word in UTF-16 code units. */
  lengths: Uint8Array;
  /** A power of two of slots, each with a word's place in the list plus one, or 0. */
  slots: Uint32Array;
}

/** Looks up words in a list and by their places in it. */
export interface Lexemes {
  numWords: number;
  /** The place of a word in the list, if it is there. */
  indexOf(word: string): number | undefined;
  /** The word at a place in the list. */
  wordAt(index: number): string;
}

/** A table for a list of different words of at most 255 code units each. */
export function createLexemeTable(list: readonly string[]): LexemeTable {
  // A fifth of the slots stay empty at least, so that few have to be tried.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(list.length * 1.25)));
  for (const [index, word] of list.entries()) {
    let slot = firstSlot(word, slots.length);
    while (slots[slot] !== 0) slot = (slot + 1) % slots.length;
    slots[slot] = index + 1;
  }
  return { words: list.join(''), lengths: Uint8Array.from(list, (word) => word.length), slots };
}

/** Opens a table in time that does not count: nothing is built for each word but the place where it begins. */
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

/** FNV-1a over the code units (Fowler, Noll and Vo), folded, since its low bits alone depend on few of them. */
function firstSlot(word: string, numSlots: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & (numSlots - 1);
}
