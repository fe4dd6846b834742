import { ClassifierError } from '../../classifier/src/index.ts';
import type { MissingColumnError } from '../../classifier/training/index.ts';

/** A mistake of the person who runs a program, told in one line: a file that is missing, an option that is wrong. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}

/**
 * Runs a program. Errors that tell what is wrong with the input end it with one line on standard error, any other
 * with its stack; the exit code is then 1. When nobody reads the output any more (`| head`), it ends quietly with 0.
 */
export async function runProgram(main: () => Promise<unknown>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    console.error(`error: the output cannot be written: ${error.message}`);
    process.exit(1);
  });
  try {
    await main();
  } catch (error) {
    const isExpected = error instanceof ClassifierError || error instanceof UsageError;
    console.error(isExpected ? `error: ${error.message}${adviceOn(error)}` : error);
    process.exitCode = 1;
  }
}

/** The option that helps where a column is not found by the usual names. */
function adviceOn(error: Error): string {
  if (error.name !== 'MissingColumnError') return '';
  const { what, wanted } = error as MissingColumnError;
  return wanted === undefined ? `, or --${what}-column` : '';
}
