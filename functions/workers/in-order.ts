/**
 * Works on several items at a time, and yields what comes of them in their order, as soon as it is there.
 * @param hasRoom whether one more may be begun beside those that are begun and not yet taken
 * @throws what the items end with, once all before it are yielded, and what `work` rejects with, in its place
 */
export async function* inOrder<Item, Answer>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<Answer>,
  hasRoom: (numBegun: number) => boolean,
): AsyncGenerator<Answer, void> {
  const iterator = iterate(items);
  const begun: Promise<Answer>[] = [];
  let reading: Promise<void> | undefined;
  let isAtEnd = false;
  let failure: { error: unknown } | undefined;

  async function read(): Promise<void> {
    try {
      const { done, value } = await iterator.next();
      if (done) isAtEnd = true;
      else {
        const answer = work(value);
        answer.catch(() => {}); // told in its turn, if that comes
        begun.push(answer);
      }
    } catch (error) {
      failure = { error };
      isAtEnd = true;
    }
    reading = undefined;
  }

  try {
    for (;;) {
      if (!isAtEnd && hasRoom(begun.length)) reading ??= read();
      const first = begun[0]?.then((answer) => ({ answer }));
      if (first === undefined && reading === undefined) break;
      const next = await Promise.race([first, reading].filter((promise) => promise !== undefined));
      if (!next) continue;
      begun.shift();
      yield next.answer;
    }
    if (failure) throw failure.error;
  } finally {
    // Not waited for: it may itself wait for an item that nobody sends.
    iterator.return(undefined).catch(() => {});
  }
}

async function* iterate<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item, void> {
  yield* items;
}
