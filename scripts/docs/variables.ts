import { VARIABLES } from '../../functions/process/variables.ts';
import { leftTable } from './left-table.ts';

/** Tabulates the environment variables that the functions read. */
export function tabulateVariables(): string {
  return leftTable(
    ['variable', 'default', ''],
    Object.entries(VARIABLES).map(([name, { fallback, meaning }]) => [`\`${name}\``, fallback, meaning]),
  );
}
