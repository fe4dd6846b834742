import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { leftTable } from './left-table.ts';

/** A program of `npm run`. */
export interface ShownProgram {
  name: string;
  /** What `--help` prints. */
  help: string;
}

const SCRIPT = /scripts\/[\w-]+\.ts$/;

/** The programs of package.json that take options, in its order, with what `--help` prints. */
export async function readPrograms(root: string): Promise<ShownProgram[]> {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const files = Object.entries(scripts).flatMap(([name, command]) => {
    const [file] = SCRIPT.exec(command) ?? [];
    return file === undefined ? [] : [{ name, file }];
  });
  const run = promisify(execFile);
  const programs = await Promise.all(
    files.map(async ({ name, file }) => {
      const { stdout } = await run(process.execPath, [join(root, file), '--help']);
      return { name, help: stdout };
    }),
  );
  return programs.filter(({ help }) => help.startsWith('Usage: '));
}

/** A row for each program: its name, and the first sentence of its description. */
export function tabulatePrograms(programs: readonly ShownProgram[]): string {
  return leftTable(
    ['program', 'does'],
    programs.map(({ name, help }) => [`\`${name}\``, describe(help)]),
  );
}

/** A heading for each program, and its options as `--help` prints them. */
export function showOptions(programs: readonly ShownProgram[]): string {
  return programs.map(({ name, help }) => `## ${name}\n\n\`\`\`text\n${help.trim()}\n\`\`\``).join('\n\n');
}

/** The first sentence of the paragraph behind the usage. */
function describe(help: string): string {
  const paragraph = help.split('\n\n')[1]!.replace(/\s+/g, ' ').trim();
  return /^.*?\.(?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
}
