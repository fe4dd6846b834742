import { ClassifierError } from '../../classifier/src/index.ts';
import type { MissingColumnError } from '../../classifier/training/index.ts';

/** A mistake of the user, such as a missing file or a wrong option. It is printed in one line, without a stack. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}

/**
 * Runs a program. An error about the input is printed in one line on standard error, any other with its stack; the exit
 * code is then 1. If the reader closes the output (`| head`), the program ends quietly with 0.
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

/** A hint about the option to use if a column is not found by its usual names. */
function adviceOn(error: Error): string {
  if (error.name !== 'MissingColumnError') return '';
  const { what, wanted } = error as MissingColumnError;
  return wanted === undefined ? `, or --${what}-column` : '';
}
