import { markdownTable } from '../program/markdown-table.ts';

/** The result of a step. */
export interface StepResult {
  step: string;
  ok: boolean;
  seconds: number;
  /** The summary of the step, or the problem unless `ok`. */
  seen: string;
}

/** Formats a table of the results, and the verdict. */
export function describeResults(results: readonly StepResult[], numSteps: number): string {
  const rows = results.map(({ step, ok, seconds, seen }) => [
    ok ? step : `**${step}**`,
    seconds.toFixed(0),
    `${ok ? 'ok' : 'FAILED'}: ${seen.replaceAll('\n', ' ').replaceAll('|', '\\|')}`,
  ]);
  const failed = results.filter(({ ok }) => !ok).map(({ step }) => step);
  const left = numSteps - results.length;
  const verdict =
    failed.length === 0 && left === 0
      ? `${results.length} steps, all ok`
      : `${results.length} of ${numSteps} steps made, failed: ${failed.join(', ') || 'none'}`;
  return `${markdownTable(['step', 'seconds', 'seen'], rows)}\n\n${verdict}`;
}
