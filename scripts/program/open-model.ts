import { availableParallelism } from 'node:os';
import { type OpenClassifier, openClassifier } from '../../classifier/src/index.ts';
import { readModel } from './model-option.ts';
import { UsageError } from './run-program.ts';

const NOT_BUNDLED =
  'the model is a transformer, and this is a build without ONNX Runtime; build with that model';

/**
 * Opens the bytes of a model of any kind.
 * @param numThreads the threads that read texts, if it is a transformer
 * @throws UsageError if it is a transformer and ONNX Runtime is not installed, or not in the bundle
 * @throws ModelFormatError when the bytes are not a model file
 */
export async function openModel(
  bytes: Uint8Array,
  numThreads = availableParallelism(),
): Promise<OpenClassifier> {
  try {
    return await openClassifier(bytes, {
      async createSession(onnx) {
        const { createEncoder } = await import('../../functions/encoder/index.ts');
        return createEncoder(numThreads).createSession(onnx);
      },
    });
  } catch (error) {
    // The class is loaded on demand too.
    const { name, message, code } = error as NodeJS.ErrnoException;
    if (name === 'NoRuntimeError') throw new UsageError(message, { cause: error });
    // In a bundle the modules that only a transformer needs are files of their own.
    if (code === 'MODULE_NOT_FOUND') throw new UsageError(NOT_BUNDLED, { cause: error });
    throw error;
  }
}

/**
 * Opens the model that `--model KIND|FILE` names.
 * @throws UsageError if the value is neither a kind nor a readable file, and as `openModel` does
 */
export async function openModelOf(kindOrFile: string): Promise<OpenClassifier> {
  return openModel(await readModel(kindOrFile));
}
