/**
 * Processes several items at a time, and yields their answers in order, as soon as possible.
 * @param hasRoom whether one more item may be begun, given the number begun and not yet consumed
 * @throws the error of `items`, after all earlier answers, or the rejection of `work`, in its turn
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
        answer.catch(() => {}); // reported in its turn
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
    // Not awaited: it may wait for an item that never arrives.
    iterator.return(undefined).catch(() => {});
  }
}

async function* iterate<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item, void> {
  yield* items;
}
