import { createByteCollector } from './byte-collector.ts';

const LINE_FEED = 10;
/** The most lines that are split off at a time: a chunk of line feeds would become as many objects. */
const GROUP_LINES = 1024;

/** The reason why a line has no bytes, as the type of its problem. */
export type LineFault = 'line-too-long' | 'overloaded';
/** The bytes of a line without its line feed, or the reason why they were not kept. */
export type Line = Uint8Array | LineFault;

/** The reservation for a long line. */
interface LineMemory {
  release(): void;
}

/** The limits of lines, in bytes. */
interface LineLimits {
  maxBytes: number;
  /** A longer line needs a reservation of its own. */
  shortBytes: number;
  /** Reserves the memory of a long line; undefined if too little is free. */
  reserveLong(): LineMemory | undefined;
}

/**
 * Yields the lines of a byte stream, up to 1,024 of a chunk at a time. Only one chunk and one line are in memory. Unlike
 * the file reader for training, it limits the length of a line and does not decode.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, shortBytes, reserveLong }: LineLimits,
): AsyncGenerator<Line[]> {
  const parts = createByteCollector();
  let numBytes = 0;
  let fault: LineFault | undefined;
  /** Held until the lines after a long one are requested. */
  let reservation: LineMemory | undefined;
  const release = (): void => {
    reservation?.release();
    reservation = undefined;
  };
  const add = (part: Uint8Array): void => {
    numBytes += part.length;
    if (numBytes > maxBytes) fault = 'line-too-long';
    else if (numBytes > shortBytes && fault === undefined) {
      reservation ??= reserveLong();
      if (reservation === undefined) fault = 'overloaded';
    }
    if (fault === undefined) parts.add(part);
    else parts.clear();
  };
  const take = (): Line => {
    const line = fault ?? parts.take();
    numBytes = 0;
    fault = undefined;
    return line;
  };

  try {
    for await (const chunk of chunks) {
      let lines: Line[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        add(chunk.subarray(start, end));
        lines.push(take());
        start = end + 1;
        if (lines.length < GROUP_LINES) continue;
        yield lines;
        lines = [];
        release();
      }
      if (start < chunk.length) add(chunk.subarray(start));
      if (lines.length === 0) continue;
      yield lines;
      if (numBytes > shortBytes) continue; // the next line is long too
      release();
    }
    if (numBytes > 0) yield [take()];
  } finally {
    release();
  }
}
