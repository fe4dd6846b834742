/** Returns the next random number in 0..1, 1 exclusive; the only source of randomness in training. */
export type Random = () => number;

/**
 * Creates a seeded generator with 32 bits of state: mulberry32 (Ettinger 2017, public domain).
 * @param seed an integer; its lowest 32 bits are used
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shuffles items in place and returns them (Fisher and Yates; Durstenfeld 1964). */
export function shuffle<Items extends { length: number; [index: number]: unknown }>(
  items: Items,
  random: Random,
): Items {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}
