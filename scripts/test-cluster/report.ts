import { markdownTable } from '../program/markdown-table.ts';

/** What came of a step. */
export interface StepResult {
  step: string;
  ok: boolean;
  seconds: number;
  /** What was seen or, unless `ok`, what was wrong. */
  seen: string;
}

/** A table of what was seen, and the verdict. */
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
