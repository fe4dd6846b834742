import { createInterface } from 'node:readline/promises';
import type { Kubectl } from '../deploy/index.ts';
import { UsageError } from '../program/run-program.ts';

/** Who is asked, and where. */
interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/**
 * Asks before the current context is touched, which nobody named.
 * @returns its name
 * @throws UsageError where nobody is there to ask, or the answer is not its name
 */
export async function confirmContext(
  kubectl: Kubectl,
  namespace: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  const context = (await kubectl(['config', 'current-context'])).trim();
  if (!input.isTTY) {
    throw new UsageError(
      `no --context, and nobody to ask; expected --context ${context} where that is the cluster to test`,
    );
  }
  const terminal = createInterface({ input, output });
  const question =
    `This makes the namespace ${namespace} in the cluster of the current context, sends load to it for a quarter of ` +
    `an hour, and deletes it.\nThe context's name, "${context}", to go on: `;
  const answer = await terminal.question(question);
  terminal.close();
  if (answer.trim() === context) return context;
  throw new UsageError(`"${answer}" is not "${context}"; nothing was touched`);
}
