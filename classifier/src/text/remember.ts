/** The most entries of a cache, a few megabytes for words. */
const MAX_REMEMBERED = 20_000;
/** The most rounds of the clock hand that an entry survives unused. */
const MAX_ROUNDS = 3;

/** A cache of recent results by key. */
export interface Memory<Found> {
  get(key: string): Found | undefined;
  /** Adds a key that is not in the cache. */
  set(key: string, found: Found): void;
  clear(): void;
}

/**
 * Creates a cache of recent keys with bounded memory; a small number of words make up most texts. A full cache evicts
 * by the clock algorithm with counters (Smith 1978): the hand goes round and decrements the counter of each entry it
 * passes, until it finds one that is 0. A new entry's counter starts at 0, so keys met only once are evicted first.
 */
export function createMemory<Found>(): Memory<Found> {
  /** The index of each key in `keys`, `results` and `rounds`. */
  const places = new Map<string, number>();
  const keys: string[] = [];
  const results: Found[] = [];
  const rounds = new Uint8Array(MAX_REMEMBERED);
  let hand = -1;

  /** The index of an entry that has been evicted. */
  function evict(): number {
    for (;;) {
      hand = hand + 1 === MAX_REMEMBERED ? 0 : hand + 1;
      if (rounds[hand] === 0) break;
      rounds[hand]!--;
    }
    places.delete(keys[hand]!);
    return hand;
  }

  return {
    get(key) {
      const place = places.get(key);
      if (place === undefined) return undefined;
      if (rounds[place]! < MAX_ROUNDS) rounds[place]!++;
      return results[place];
    },
    set(key, found) {
      const place = keys.length < MAX_REMEMBERED ? keys.length : evict();
      keys[place] = copyOf(key);
      results[place] = found;
      places.set(keys[place]!, place);
    },
    clear() {
      places.clear();
      keys.length = 0;
      results.length = 0;
      rounds.fill(0);
      hand = -1;
    },
  };
}

/** Caches the results of a function. */
export function remember<Found>(find: (key: string) => Found): (key: string) => Found {
  const memory = createMemory<Found>();
  return (key) => {
    let found = memory.get(key);
    if (found === undefined) {
      found = find(copyOf(key));
      memory.set(key, found);
    }
    return found;
  };
}

/** Copies a string. V8 would otherwise keep the whole text alive for as long as the slice. */
function copyOf(part: string): string {
  return ` ${part}`.slice(1);
}
