import { PROBLEMS } from '../../functions/contract/problems.ts';
import { leftTable } from './left-table.ts';

/** Tabulates the types of problem details with their status. */
export function tabulateProblems(): string {
  return leftTable(
    ['type', 'status', 'title'],
    Object.entries(PROBLEMS).map(([type, { status, title }]) => [
      `\`/problems/${type}\``,
      String(status),
      title,
    ]),
  );
}
