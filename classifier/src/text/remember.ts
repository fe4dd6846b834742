/** The most entries of a cache, a few megabytes for words; at least half of them are kept. */
const MAX_REMEMBERED = 20_000;

/** A cache of recent results by key. */
export interface Memory<Found> {
  get(key: string): Found | undefined;
  set(key: string, found: Found): void;
  clear(): void;
}

/**
 * Creates a cache of recent keys with bounded memory; a small number of words make up most texts. Whenever half of the
 * bound is filled with new keys, keys not used since the last time are dropped.
 */
export function createMemory<Found>(): Memory<Found> {
  let recent = new Map<string, Found>();
  let older = new Map<string, Found>();
  const set = (key: string, found: Found): void => {
    if (recent.size >= MAX_REMEMBERED / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(copyOf(key), found);
  };
  return {
    get(key) {
      const known = recent.get(key);
      if (known !== undefined) return known;
      const old = older.get(key);
      if (old !== undefined) set(key, old);
      return old;
    },
    set,
    clear() {
      recent.clear();
      older.clear();
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
