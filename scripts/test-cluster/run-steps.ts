import { UsageError } from '../program/run-program.ts';
import { type Cluster, type Step, StepFailure } from './cluster.ts';
import type { StepResult } from './report.ts';

/**
 * Makes one step after the other, and goes on after one that fails unless the others need it.
 * @param signal ends the step under way, which counts as failed, and all that follow
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

/** @throws the error where it is a mistake of ours */
function explain(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return String((signal.reason as Error).message);
  if (error instanceof StepFailure || error instanceof UsageError) return error.message;
  throw error;
}
