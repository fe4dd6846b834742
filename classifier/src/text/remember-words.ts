/** Words are at most 64 characters long, so that this is a few megabytes. */
const MAX_REMEMBERED_WORDS = 10_000;

/** Remembers what was found of the words met of late, up to a number that bounds the memory: a few words make up most texts. */
export function rememberWords<Found>(find: (word: string) => Found): (word: string) => Found {
  const found = new Map<string, Found>();
  return (word) => {
    let known = found.get(word);
    if (known === undefined) {
      if (found.size >= MAX_REMEMBERED_WORDS) found.clear();
      known = find(word);
      found.set(word, known);
    }
    return known;
  };
}
