import { createRequire } from 'node:module';
import { threadModule } from './thread-module.ts';

/** The error for a missing ONNX Runtime. Its message is one line that says how to get it. */
export class NoRuntimeError extends Error {
  constructor(options?: ErrorOptions) {
    super(
      'a transformer needs ONNX Runtime, which is not installed; run "npm run install:transformer"',
      options,
    );
    this.name = 'NoRuntimeError';
  }
}

/**
 * Checks that ONNX Runtime is installed.
 * @param from the module that imports it
 * @throws NoRuntimeError if it is not
 */
export function requireRuntime(from = threadModule): void {
  try {
    createRequire(from).resolve('onnxruntime-node');
  } catch (cause) {
    throw new NoRuntimeError({ cause });
  }
}
