import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { leftTable } from './left-table.ts';

/** A program to document, run by `npm run`. */
export interface ShownProgram {
  name: string;
  /** The output of `--help`. */
  help: string;
}

const SCRIPT = /scripts\/[\w-]+\.ts$/;

/** Reads the programs of package.json that have options, in its order, with the output of `--help`. */
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

/** Tabulates the programs: name, and first sentence of the description. */
export function tabulatePrograms(programs: readonly ShownProgram[]): string {
  return leftTable(
    ['program', 'does'],
    programs.map(({ name, help }) => [`\`${name}\``, describe(help)]),
  );
}

/** Formats a heading for each program, followed by its options as printed by `--help`. */
export function showOptions(programs: readonly ShownProgram[]): string {
  return programs.map(({ name, help }) => `## ${name}\n\n\`\`\`text\n${help.trim()}\n\`\`\``).join('\n\n');
}

/** The first sentence of the paragraph after the usage line. */
function describe(help: string): string {
  const paragraph = help.split('\n\n')[1]!.replace(/\s+/g, ' ').trim();
  return /^.*?\.(?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
}
