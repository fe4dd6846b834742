import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { openClassifier, type StepwiseClassifier } from '../../classifier/src/index.ts';
import type { Encoder } from '../encoder/index.ts';
import { encoderBytes, fitWorkers } from './memory-limit.ts';
import { countProcessors } from './processors.ts';

const NO_ENCODER = 'it is a transformer, and this is a build without ONNX Runtime; build with that model';

/** A model that is ready to classify. */
interface OpenModel {
  /** The bytes of its file, in memory that threads can share. */
  model: Uint8Array<SharedArrayBuffer>;
  classifier: StepwiseClassifier;
  /** The encoder of a transformer; undefined for other kinds. */
  encoder: Encoder | undefined;
  /** The memory of all threads of the encoder, in bytes; 0 without one. */
  encodersBytes: number;
}

/**
 * Opens a model of any kind.
 * @param numWanted the number of threads for an encoder, of which there is at least one; by default one per processor
 * @param limitMb the memory that the process may use, in MiB; undefined to use the limits of the process
 * @throws Error, by rejecting, with the reason in one line
 */
export async function openModel(
  path: string,
  numWanted: number | undefined,
  limitMb: number | undefined,
): Promise<OpenModel> {
  const model = readShared(path);
  let encoder: Encoder | undefined;
  let encodersBytes = 0;
  try {
    const classifier = await openClassifier(model, {
      async createSession(onnx) {
        const { createEncoder } = await import('../encoder/index.ts');
        const each = encoderBytes(onnx.length);
        const numThreads = Math.max(1, fitWorkers(numWanted ?? countProcessors(), each, limitMb));
        encodersBytes = numThreads * each;
        encoder = createEncoder(numThreads);
        return encoder.createSession(onnx);
      },
    });
    return { model, classifier, encoder, encodersBytes };
  } catch (error) {
    throw isFileMissing(error) ? new Error(NO_ENCODER, { cause: error }) : error;
  }
}

/** Whether a bundle has no file for a module that is loaded on demand. Only bundles with a transformer have those for it. */
function isFileMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
}

/** Reads a file into memory that threads can share. */
function readShared(path: string): Uint8Array<SharedArrayBuffer> {
  // Otherwise opening a named pipe would wait for a writer, and no signal would end that.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('it is not a file');
    const bytes = new Uint8Array(new SharedArrayBuffer(stats.size));
    let numRead = 0;
    while (numRead < bytes.length) {
      const more = readSync(file, bytes, numRead, bytes.length - numRead, null);
      if (more === 0) break; // the file was truncated meanwhile; the checksum will show it
      numRead += more;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}
