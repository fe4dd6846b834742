/** A word that may have a slot in a cache. */
export interface CachedWord {
  /** A token's normal form. */
  normal: string;
  /** The slot that it had last, of which it may have been deprived; −1 at first. */
  slot: number;
}

/** Finds the slots of words, where those of the words used lately are kept. */
export interface WordCache {
  /** The slot of a word, 0 to `numSlots` − 1. It stays the word's until the batch after the last one that asked for it. */
  find(word: CachedWord): number;
  /** Begins a batch of look-ups, which may ask for as many words as there are slots. */
  startBatch(): void;
}

/** How many rounds of the hand a word outlasts at most without being asked for. */
const MAX_ROUNDS = 7;

/**
 * A cache of words that gives slots up by the clock algorithm with counters (Smith 1978): a hand goes round and takes
 * one from each slot that it meets, until it meets one that has none left. A new word has none, so that one that is
 * not asked for again goes first.
 * @param write fills the slot of a word that has none yet
 */
export function createWordCache(
  numSlots: number,
  write: (word: CachedWord, slot: number) => void,
): WordCache {
  /** Whose each slot is. */
  const owners = new Array<CachedWord | undefined>(numSlots).fill(undefined);
  /** How many rounds each slot has left, and the batch that used it last. */
  const rounds = new Uint8Array(numSlots);
  const usedBy = new Uint32Array(numSlots);
  let batch = 1;
  let hand = numSlots - 1;

  function takeSlot(): number {
    for (;;) {
      hand = hand + 1 === numSlots ? 0 : hand + 1;
      if (usedBy[hand] === batch) continue;
      if (rounds[hand] === 0) return hand;
      rounds[hand]!--;
    }
  }

  function add(word: CachedWord): number {
    const slot = takeSlot();
    owners[slot] = word;
    word.slot = slot;
    usedBy[slot] = batch;
    write(word, slot);
    return slot;
  }

  return {
    find(word) {
      const { slot } = word;
      if (slot < 0 || owners[slot] !== word) return add(word);
      if (rounds[slot]! < MAX_ROUNDS) rounds[slot]!++;
      usedBy[slot] = batch;
      return slot;
    },
    startBatch() {
      batch = (batch % 0xffff_ffff) + 1; // never 0, which stands for none
    },
  };
}
