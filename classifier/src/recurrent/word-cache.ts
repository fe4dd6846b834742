/** A word that can have a slot in a cache. */
export interface CachedWord {
  /** The token's normal form. */
  normal: string;
  /** The last slot the word had; another word may own it by now. −1 at first. */
  slot: number;
}

/** A cache that assigns slots to recently used words. */
export interface WordCache {
  /** Returns the word's slot, 0 to `numSlots` − 1. The word keeps it at least until the current batch ends. */
  find(word: CachedWord): number;
  /** Begins a batch, in which at most `numSlots` different words may be looked up. */
  startBatch(): void;
}

/** The most rounds of the clock hand that a word survives unused. */
const MAX_ROUNDS = 7;

/**
 * Creates a cache with the clock algorithm with counters (Smith 1978). The hand goes round and decrements the counter
 * of each slot it passes, until it finds one that is 0. A new word's counter starts at 0, so words used only once are
 * evicted first.
 * @param write fills a slot for its new word
 */
export function createWordCache(
  numSlots: number,
  write: (word: CachedWord, slot: number) => void,
): WordCache {
  /** The owner of each slot. */
  const owners = new Array<CachedWord | undefined>(numSlots).fill(undefined);
  /** The counter of each slot, and the batch that last used it. */
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
      batch = (batch % 0xffff_ffff) + 1; // never 0, which means unused
    },
  };
}
