/**
 * Yields chunks as they come, until a signal is aborted; the rest is then read and thrown away. Who sends it gets our
 * answer, which closing the connection under it would take along.
 * @throws the signal's reason, unless the chunks came to their end
 */
export async function* untilAborted<Chunk>(
  chunks: AsyncIterableIterator<Chunk>,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  // One listener and a promise per chunk: a race with one promise would keep all that it was raced against.
  let abort = (): void => {};
  const onAbort = (): void => abort();
  signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<Chunk>>((resolve, reject) => {
        abort = () => reject(signal.reason);
        chunks.next().then(resolve, reject);
        if (signal.aborted) setImmediate(abort); // an end that has come already counts as one
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (signal.aborted) void discard(chunks);
    else await chunks.return?.();
  }
}

async function discard(chunks: AsyncIterable<unknown>): Promise<void> {
  try {
    for await (const _ of chunks);
  } catch {
    // Its sender is gone, which is all the same now.
  }
}
