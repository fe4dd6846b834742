import { finished, type Readable } from 'node:stream';
import { createByteCollector } from './byte-collector.ts';

/** The number of bytes that are read ahead. */
const READ_AHEAD_BYTES = 65_536;

/**
 * Yields the bytes of a stream, joined as they arrive. The stream's own iterator keeps up to 64 KiB as they came, each
 * byte possibly in a buffer of its own. Ending the iteration early pauses the stream, but does not destroy it.
 * @throws the stream's error, by rejecting, also if it ends too early
 */
export async function* flow(source: Readable): AsyncGenerator<Buffer, void, void> {
  const arrived = createByteCollector();
  let end: { error: Error | null | undefined } | undefined;
  let wake = (): void => {};
  const onData = (chunk: Buffer): void => {
    arrived.add(chunk);
    if (arrived.numBytes() >= READ_AHEAD_BYTES) source.pause();
    wake();
  };
  const forget = finished(source, { writable: false }, (error) => {
    end = { error };
    wake();
  });
  source.on('data', onData);
  try {
    for (;;) {
      if (arrived.numBytes() > 0) {
        const bytes = arrived.take();
        source.resume();
        yield bytes;
      } else if (end) {
        if (end.error) throw end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    source.off('data', onData);
    if (!end) source.pause();
    forget();
  }
}
