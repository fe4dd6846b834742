/**
 * Finds the numbers of words in a kernel's memory, where those of the words used last are kept.
 * @param start where the cache [numWords × wordSize] begins
 * @param write writes the numbers of a word that is not there
 * @returns where a word's numbers begin; they stay while no more than `numWords` − 1 others are asked for
 */
export function createWordCache(
  start: number,
  numWords: number,
  wordSize: number,
  write: (word: string, start: number) => void,
): (word: string) => number {
  /** Where each word's numbers begin; the word used last comes last. */
  const starts = new Map<string, number>();
  return (word) => {
    const known = starts.get(word);
    if (known !== undefined) {
      starts.delete(word);
      starts.set(word, known);
      return known;
    }
    let free = start + starts.size * wordSize;
    if (starts.size === numWords) {
      const [oldest, freed] = starts.entries().next().value!;
      starts.delete(oldest);
      free = freed;
    }
    starts.set(word, free);
    write(word, free);
    return free;
  };
}
