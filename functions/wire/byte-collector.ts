/** The number of chunks that are joined into one. */
const NUM_JOINED = 256;

/** Bytes that arrive in chunks. */
export interface ByteCollector {
  /** The number of bytes that are held. */
  numBytes(): number;
  add(chunk: Uint8Array): void;
  /** Returns all bytes, and holds none from then on. */
  take(): Buffer;
  clear(): void;
}

/**
 * Creates a collector of chunks. Chunks are joined now and then, since a buffer takes some hundred bytes besides its
 * own: a client that sends each byte in a chunk of its own would otherwise take a hundred times the memory of its body.
 */
export function createByteCollector(): ByteCollector {
  let joined: Uint8Array[] = [];
  let latest: Uint8Array[] = [];
  let numBytes = 0;
  function clear(): void {
    joined = [];
    latest = [];
    numBytes = 0;
  }
  return {
    numBytes: () => numBytes,
    add(chunk) {
      numBytes += chunk.length;
      latest.push(chunk);
      if (latest.length < NUM_JOINED) return;
      joined.push(Buffer.concat(latest));
      latest = [];
    },
    take() {
      const bytes = Buffer.concat([...joined, ...latest], numBytes);
      clear();
      return bytes;
    },
    clear,
  };
}
