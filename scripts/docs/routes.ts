import { readOpenApi } from '../requests/index.ts';
import { leftTable } from './left-table.ts';

/** Tabulates the routes of the HTTP function from its OpenAPI document, without those that name a version. */
export async function tabulateRoutes(): Promise<string> {
  const { paths } = await readOpenApi();
  const rows = Object.entries(paths)
    .filter(([path]) => !path.includes('{version}'))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { summary }]) => [
        `\`${method.toUpperCase()} ${path}\``,
        summary,
      ]),
    );
  return leftTable(['route', 'does'], rows);
}
