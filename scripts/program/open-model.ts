import { availableParallelism } from 'node:os';
import { type OpenClassifier, openClassifier } from '../../classifier/src/index.ts';
import { createEncoder, NoRuntimeError } from '../../functions/encoder/index.ts';
import { readModel } from './model-option.ts';
import { UsageError } from './run-program.ts';

/**
 * Opens the bytes of a model of any kind.
 * @param numThreads the threads that read texts, if it is a transformer
 * @throws UsageError if it is a transformer and ONNX Runtime is not installed
 * @throws ModelFormatError when the bytes are not a model file
 */
export async function openModel(
  bytes: Uint8Array,
  numThreads = availableParallelism(),
): Promise<OpenClassifier> {
  try {
    return await openClassifier(bytes, {
      createSession: async (onnx) => createEncoder(numThreads).createSession(onnx),
    });
  } catch (error) {
    if (error instanceof NoRuntimeError) throw new UsageError(error.message, { cause: error });
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
