import { UsageError } from '../program/run-program.ts';
import { type Cluster, type Step, StepFailure } from './cluster.ts';
import type { StepResult } from './report.ts';

/**
 * Runs the steps in order, and continues after a failed one unless the others need it.
 * @param signal stops the current step, which counts as failed, and skips the following ones
 */
export async function runSteps(
  cluster: Cluster,
  steps: readonly Step[],
  signal: AbortSignal,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const { name, isNeeded, run } of steps) {
    cluster.say(`${name} …`);
    const start = cluster.clock.now();
    const [ok, seen] = await run(cluster).then(
      (seen) => [true, seen] as const,
      (error: unknown) => [false, explain(error, signal)] as const,
    );
    results.push({ step: name, ok, seen, seconds: (cluster.clock.now() - start) / 1000 });
    cluster.say(`${name}: ${ok ? 'ok' : 'FAILED'}, ${seen}`);
    if (signal.aborted || (!ok && isNeeded)) break;
  }
  return results;
}

/** The message of an error. @throws the error itself if it is a bug */
function explain(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return String((signal.reason as Error).message);
  if (error instanceof StepFailure || error instanceof UsageError) return error.message;
  throw error;
}
