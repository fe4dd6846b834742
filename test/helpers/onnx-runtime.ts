import { NoRuntimeError } from '../../functions/encoder/index.ts';
import { requireRuntime } from '../../functions/encoder/runtime.ts';

/** Whether ONNX Runtime is installed, without which tests of transformers are skipped. */
export const hasRuntime = lookForRuntime();

if (!hasRuntime) {
  console.warn(
    'SKIPPED: transformers are NOT run, since ONNX Runtime is not installed; npm run install:transformer',
  );
}

function lookForRuntime(): boolean {
  try {
    requireRuntime();
    return true;
  } catch (error) {
    if (error instanceof NoRuntimeError) return false;
    throw error;
  }
}
