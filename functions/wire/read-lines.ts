const LINE_FEED = 10;

/**
 * The lines of a stream of bytes, each time those that a chunk completes: no more than a chunk and a line is kept.
 * @param maxBytes the longest line, without its line feed; of a longer one comes `undefined`
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
