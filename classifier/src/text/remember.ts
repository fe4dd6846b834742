/** With what is known of as many words that is some megabytes; half of them are kept at least. */
const MAX_REMEMBERED = 20_000;

/** What was met of late. */
export interface Memory<Found> {
  get(key: string): Found | undefined;
  set(key: string, found: Found): void;
  clear(): void;
}

/**
 * Remembers what was found of the keys met of late, up to a number that bounds the memory: a few words make up most texts.
 * When half of that number are new, all that were not met since the last time are forgotten.
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

/** Finds what belongs to a key, or remembers it. */
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

/** The same string apart from the text that it was cut from: V8 would keep all of that as long as the part. */
function copyOf(part: string): string {
  return ` ${part}`.slice(1);
}
