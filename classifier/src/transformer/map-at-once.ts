/**
 * Maps items in order, with at most `numAtOnce` promises at a time. After an error no further one is begun.
 * @param numAtOnce at least 1
 */
export async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  numAtOnce: number,
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < items.length) {
      const i = next++;
      try {
        results[i] = await map(items[i]!);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(numAtOnce, items.length) }, work));
  return results;
}
