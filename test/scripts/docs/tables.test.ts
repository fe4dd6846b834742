import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LIMITS, TRANSFORMER_LIMITS } from '../../../functions/contract/limits.ts';
import { PROBLEMS } from '../../../functions/contract/problems.ts';
import { VARIABLES } from '../../../functions/process/variables.ts';
import { tabulateLimits, tabulateTransformerLimits } from '../../../scripts/docs/limits.ts';
import { renewAccuracies, tabulateBehaviour } from '../../../scripts/docs/measures.ts';
import { tabulateProblems } from '../../../scripts/docs/problems.ts';
import { showOptions, tabulatePrograms } from '../../../scripts/docs/programs.ts';
import { tabulateRoutes } from '../../../scripts/docs/routes.ts';
import { tabulateVariables } from '../../../scripts/docs/variables.ts';
import { ROOT } from '../../../scripts/program/root.ts';

const PROGRAM = {
  name: 'try',
  help: 'Usage: npm run try -- [options]\n\nTry one thing\nor another | both. The exit code is 1 then.\n\nOptions:\n  -h, --help\n',
};

describe('the tables of the documents', () => {
  test('have a row for each program, with its first sentence', () => {
    expect(tabulatePrograms([PROGRAM])).toBe(
      '| program | does |\n| --- | --- |\n| `try` | Try one thing or another \\| both. |',
    );
  });

  test('have the options of each program as it prints them', () => {
    expect(showOptions([PROGRAM])).toBe(`## try\n\n\`\`\`text\n${PROGRAM.help.trim()}\n\`\`\``);
  });

  test('have a row for each route of the OpenAPI document', async () => {
    const table = await tabulateRoutes();
    expect(table).toContain('| `POST /batch` | Classify many texts. |');
    expect(table).not.toContain('{version}');
  });

  test('have a row for each limit', () => {
    expect(tabulateLimits()).toContain('| `textCharacters` | 20,000 | characters in a text');
    expect(tabulateLimits().split('\n')).toHaveLength(2 + Object.keys(LIMITS).length);
    expect(tabulateTransformerLimits()).toContain('| `batchCharacters` | 20,000 | characters of all texts');
    expect(tabulateTransformerLimits().split('\n')).toHaveLength(2 + Object.keys(TRANSFORMER_LIMITS).length);
  });

  test('have a row for each type of problem', () => {
    const table = tabulateProblems();
    expect(table).toContain('| `/problems/text-too-long` | 413 | Text too long |');
    expect(table.split('\n')).toHaveLength(2 + Object.keys(PROBLEMS).length);
  });

  test('have a row for each environment variable that a function reads', () => {
    const read = globSync('functions/**/*.ts', { cwd: ROOT, exclude: ['**/node_modules/**'] })
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .flatMap((text) => [
        ...text.matchAll(/process\.env\.([A-Z_]+)/g),
        ...Array.from(text.matchAll(/\{([^{}]*)\} = process\.env/g), ([, names]) =>
          Array.from(names!.matchAll(/\b[A-Z][A-Z_]+\b(?=\s*[:,}]|\s*$)/g), ([name]) => ['', name]),
        ).flat(),
      ])
      .map(([, name]) => name!);
    expect(read.length).toBeGreaterThan(8);
    const table = tabulateVariables();
    const missing = read.filter((name) => VARIABLES[name] === undefined);
    expect(missing).toEqual(['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL']); // named with the others of its kind
    for (const name of Object.keys(VARIABLES)) {
      expect(table).toContain(`| \`${name}\` | `);
      expect(read).toContain(name);
    }
  });

  test('put the accuracies of the model cards into their rows, and leave all else', async () => {
    const before = [
      '| | [recurrent](recurrent.md) | linear | command |',
      '| --- | --- | --- | --- |',
      '| phrases right | 0.1 | | `npm run evaluate` |',
      '| own | 1 | 2 | 3 |',
    ].join('\n');
    const after = await renewAccuracies(ROOT, before);
    expect(after).toMatch(/^\| phrases right \| 0\.7\d\d \| 0\.[67]\d\d \| `npm run evaluate` \|$/m);
    expect(after).toContain('| own | 1 | 2 | 3 |');
    expect(after).toContain('[recurrent](recurrent.md)');
  });

  test('have the share of failures of each capability, and their mean', async () => {
    const table = await tabulateBehaviour(ROOT);
    expect(table).toMatch(/^\| negation \| 189 \|( \d+\.\d \|){5}$/m);
    expect(table).toMatch(/^\| \*\*mean of all\*\* \| 1,944 \|( \d+\.\d \|){5}$/m);
  });
});
