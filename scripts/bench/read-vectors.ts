import { parseBinaryVectors } from '../word-vectors/index.ts';
import type { BenchReport } from './report.ts';

/** The size of a chunk, as read from a file. */
const CHUNK_BYTES = 64 * 1024;
/** The number of kept words: about as many as are in the training data. */
const NUM_KEPT = 17_000;

interface ReadVectorsOptions {
  words: number;
  dimensions: number;
}

/**
 * Measures time and memory of reading word vectors in word2vec's binary format, of the size of Google's, if only the
 * words of the data are kept. The bytes are generated while reading; generating them is also timed alone.
 */
export async function benchReadVectors({ words, dimensions }: ReadVectorsOptions): Promise<BenchReport> {
  let numBytes = 0;
  const makeStart = performance.now();
  for (const chunk of makeFile(words, dimensions)) numBytes += chunk.length;
  const makeMs = performance.now() - makeStart;
  let peakBytes = 0;
  const start = performance.now();
  const step = Math.ceil(words / NUM_KEPT);
  const table = await parseBinaryVectors(
    { name: 'made.bin', chunks: makeFile(words, dimensions) },
    (_, place) => place % step === 0,
    (done) => {
      if (done % 10_000 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    },
  );
  const readMs = performance.now() - start;
  return {
    columns: {
      megabytes: 'size, MB',
      kept: 'words kept',
      making: 'making the bytes, s',
      reading: 'making and reading, s',
      peak: 'peak memory, MiB',
    },
    rows: [
      {
        megabytes: numBytes / 1e6,
        kept: table.words.length,
        making: makeMs / 1000,
        reading: readMs / 1000,
        peak: peakBytes / 2 ** 20,
      },
    ],
    notes: ['Without a disk, and without gzip, which takes longer than all the rest.'],
    isWithinLimits: true,
  };
}

/** Generates the chunks of a file in which all words have the same vector. */
function* makeFile(numWords: number, numDimensions: number): Generator<Buffer> {
  const vector = Buffer.from(Float32Array.from({ length: numDimensions }, (_, i) => Math.sin(i)).buffer);
  const end = Buffer.from('\n');
  let parts = [Buffer.from(`${numWords} ${numDimensions}\n`)];
  let size = 0;
  for (let place = 0; place < numWords; place++) {
    parts.push(Buffer.from(`word_${place} `), vector, end);
    size += vector.length;
    if (size < CHUNK_BYTES && place < numWords - 1) continue;
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
}
