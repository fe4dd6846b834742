/** The number of entries, a power of two; each takes 16 bytes and a reference. */
const NUM_ENTRIES = 8192;
/** The longest run with an entry, in characters; four fit in an integer. */
const LONGEST = 12;

/** A small cache of short runs of ASCII characters, in front of a larger one. */
export interface ShortRuns<Found> {
  /** Returns what was set for the run `start` to `end` of a text, unless another run has taken its place. */
  get(text: string, start: number, end: number): Found | undefined;
  /** Sets the result for the run that was last asked for. */
  set(found: Found): void;
  clear(): void;
}

/**
 * Creates a cache that finds a run by its characters, packed into three integers. Most runs of a text are among a few
 * thousand short ones, and this cache is small enough to stay in the processor's own, unlike a `Map` of strings.
 */
export function createShortRuns<Found>(): ShortRuns<Found> {
  /** The characters of each entry's run, in the first three of four integers; all zero if there is none. */
  const runs = new Int32Array(4 * NUM_ENTRIES);
  const results = new Array<Found | undefined>(NUM_ENTRIES).fill(undefined);
  /** The run last asked for, and its entry; −1 if it can have none. */
  let [first, second, third, entry] = [0, 0, 0, -1];

  return {
    get(text, start, end) {
      entry = -1;
      if (end - start > LONGEST) return undefined;
      first = second = third = 0;
      let all = 0;
      for (let at = start; at < end; at++) {
        const code = text.charCodeAt(at);
        all |= code | (code - 1); // negative for the character 0, which would look like no character
        third = (third << 8) | (second >>> 24);
        second = (second << 8) | (first >>> 24);
        first = (first << 8) | code;
      }
      if ((all & ~0x7f) !== 0) return undefined;
      const mixed = Math.imul(
        first ^ Math.imul(second ^ Math.imul(third, 0x85ebca6b), 0xc2b2ae35),
        0x9e3779b1,
      );
      entry = (mixed >>> 16) & (NUM_ENTRIES - 1);
      const isSame =
        runs[4 * entry] === first && runs[4 * entry + 1] === second && runs[4 * entry + 2] === third;
      return isSame ? results[entry] : undefined;
    },
    set(found) {
      if (entry < 0) return;
      runs[4 * entry] = first;
      runs[4 * entry + 1] = second;
      runs[4 * entry + 2] = third;
      results[entry] = found;
    },
    clear() {
      runs.fill(0);
      results.fill(undefined);
    },
  };
}
