/**
 * Yields chunks until a signal is aborted. The rest is then read and discarded, so that the client still gets the
 * response. Closing the connection while it sends would lose the response.
 * @throws the signal's reason, unless the chunks have ended
 */
export async function* untilAborted<Chunk>(
  chunks: AsyncIterableIterator<Chunk>,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  // One listener, and one promise per chunk. `Promise.race` with a single long-lived promise would leak memory.
  let abort = (): void => {};
  const onAbort = (): void => abort();
  signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<Chunk>>((resolve, reject) => {
        abort = () => reject(signal.reason);
        chunks.next().then(resolve, reject);
        if (signal.aborted) setImmediate(abort); // an end that has already arrived still counts
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
    // The client has disconnected, which no longer matters.
  }
}
