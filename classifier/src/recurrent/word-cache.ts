/** Finds the slots of words, where those of the words used lately are kept. */
export interface WordCache {
  /** The slot of a word, 0 to `numSlots` − 1. It stays the word's until the batch after the last one that asked for it. */
  find(word: string): number;
  /** Begins a batch of look-ups, which may ask for as many words as there are slots. */
  startBatch(): void;
}

/**
 * A cache of words that gives slots up by the clock algorithm (Corbató 1969): a hand goes round, and the first slot it
 * meets that was not used since it came by last is taken.
 * @param write fills the slot of a word that has none yet
 */
export function createWordCache(numSlots: number, write: (word: string, slot: number) => void): WordCache {
  const slots = new Map<string, number>();
  const words = new Array<string | undefined>(numSlots);
  /** The batch that used each slot last; 0 once the hand has come by. */
  const usedBy = new Uint32Array(numSlots);
  let batch = 1;
  let hand = 0;

  function takeSlot(): number {
    for (;;) {
      const slot = hand;
      hand = slot + 1 === numSlots ? 0 : slot + 1;
      const user = usedBy[slot]!;
      if (user === 0) return slot;
      if (user !== batch) usedBy[slot] = 0;
    }
  }

  return {
    find(word) {
      let slot = slots.get(word);
      if (slot === undefined) {
        slot = takeSlot();
        const former = words[slot];
        if (former !== undefined) slots.delete(former);
        words[slot] = word;
        slots.set(word, slot);
        write(word, slot);
      }
      usedBy[slot] = batch;
      return slot;
    },
    startBatch() {
      batch = (batch % 0xffff_ffff) + 1;
    },
  };
}
