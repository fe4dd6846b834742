const LINE_FEED = 10;

/** Why there are no bytes of a line: the problem that it is answered with. */
export type LineFault = 'line-too-long' | 'overloaded';
/** The bytes of a line, without its line feed. */
export type Line = Uint8Array | LineFault;

/** What is held for a long line. */
interface LineMemory {
  release(): void;
}

/** How long lines may be, in bytes. */
interface LineLimits {
  maxBytes: number;
  /** A longer line needs memory of its own. */
  shortBytes: number;
  /** Reserves the memory of a long line; undefined where it is not free. */
  reserveLong(): LineMemory | undefined;
}

/**
 * Yields the lines of a byte stream, those that one chunk completes at a time; only a chunk and a line are kept. Unlike
 * the training's reader of files, this one limits the length of a line and leaves the decoding to its caller.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, shortBytes, reserveLong }: LineLimits,
): AsyncGenerator<Line[]> {
  let parts: Uint8Array[] = [];
  let numBytes = 0;
  let fault: LineFault | undefined;
  /** Until lines behind a long one are asked for. */
  let reservation: LineMemory | undefined;
  const add = (part: Uint8Array): void => {
    numBytes += part.length;
    if (numBytes > maxBytes) fault = 'line-too-long';
    else if (numBytes > shortBytes && fault === undefined) {
      reservation ??= reserveLong();
      if (reservation === undefined) fault = 'overloaded';
    }
    if (fault === undefined) parts.push(part);
    else parts = [];
  };
  const take = (): Line => {
    const line = fault ?? Buffer.concat(parts);
    parts = [];
    numBytes = 0;
    fault = undefined;
    return line;
  };

  try {
    for await (const chunk of chunks) {
      const lines: Line[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        add(chunk.subarray(start, end));
        lines.push(take());
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
      if (lines.length === 0) continue;
      yield lines;
      if (numBytes > shortBytes) continue; // the next line is long too
      reservation?.release();
      reservation = undefined;
    }
    if (numBytes > 0) yield [take()];
  } finally {
    reservation?.release();
  }
}
