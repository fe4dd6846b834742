const LINE_FEED = 10;

/**
 * Yields the lines of a byte stream, those that one chunk completes at a time; only a chunk and a line are kept. Unlike
 * the training's reader of files, this one limits the length of a line and leaves the decoding to its caller.
 * @param maxBytes the longest line, without its line feed; a longer one is yielded as undefined
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<(Uint8Array | undefined)[]> {
  let parts: Uint8Array[] = [];
  let numBytes = 0;
  const add = (part: Uint8Array): void => {
    numBytes += part.length;
    if (numBytes <= maxBytes) parts.push(part);
    else parts = [];
  };
  const take = (): Uint8Array | undefined => {
    const line = numBytes > maxBytes ? undefined : Buffer.concat(parts);
    parts = [];
    numBytes = 0;
    return line;
  };

  for await (const chunk of chunks) {
    const lines: (Uint8Array | undefined)[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      lines.push(take());
      start = end + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (numBytes > 0) yield [take()];
}
