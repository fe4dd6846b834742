import { createInterface } from 'node:readline/promises';
import type { Kubectl } from '../deploy/index.ts';
import { UsageError } from '../program/run-program.ts';

/** The terminal for the question. */
interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/**
 * Asks for confirmation before using the current context, if no context was named.
 * @returns the name of the context
 * @throws UsageError without a terminal, or if the answer is not the name
 */
export async function confirmContext(
  kubectl: Kubectl,
  namespace: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  const context = (await kubectl(['config', 'current-context'])).trim();
  if (!input.isTTY) {
    throw new UsageError(
      `no --context, and no terminal to ask on; expected --context ${context} if that is the cluster to test`,
    );
  }
  const terminal = createInterface({ input, output });
  const question =
    `This creates the namespace ${namespace} in the cluster of the current context, sends load to it for a quarter of ` +
    `an hour, and deletes it.\nType the context's name, "${context}", to continue: `;
  const answer = await terminal.question(question);
  terminal.close();
  if (answer.trim() === context) return context;
  throw new UsageError(`"${answer}" is not "${context}"; nothing was changed`);
}
