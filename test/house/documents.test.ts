import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/program/root.ts';
import { runInProcess } from '../helpers/run-in-process.ts';

const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');

const DOCUMENTS = globSync(['*.md', '.github/*.md', '{classifier,functions,knative,scripts}/**/*.md'], {
  cwd: ROOT,
  exclude: ['**/node_modules/**', '**/dist/**'],
});

/** A command of npm that a document shows. */
interface ShownCommand {
  document: string;
  script: string;
  /** What stands behind the two hyphens. */
  args: string[];
}

/** `npm run NAME -- ARGS` up to the end of its code, its line, a pipe or a comment. */
const COMMAND =
  /\bnpm (?:run (?:--silent )?([a-z][\w:-]*)|(start|test))((?: -- [^`\n|]*?)?)(?=`|\n|\||\s+#|\s>|$)/g;

/** The commands of a document, those of a shell that go on in the next line too. */
function findCommands(document: string, text: string): ShownCommand[] {
  const joined = text.replaceAll('\\\n', ' ');
  return Array.from(joined.matchAll(COMMAND), ([, run, short, args = '']) => ({
    document,
    script: (run ?? short)!,
    args: args.split(/\s+/).filter((arg) => arg !== '' && arg !== '--'),
  }));
}

const texts = await Promise.all(
  DOCUMENTS.map(async (document) => ({ document, text: await read(document) })),
);
const COMMANDS = texts.flatMap(({ document, text }) => findCommands(document, text));

describe('each command that a document shows', () => {
  let scripts: Record<string, string>;
  const helps = new Map<string, Promise<string>>();
  /** What the program of a script prints of its options; of a bench, that of the one which is named first. */
  const helpOf = (script: string, first: string | undefined): Promise<string> => {
    const file = /scripts\/([\w-]+\.ts)/.exec(scripts[script]!)![1]!;
    const args = script === 'bench' && first && !first.startsWith('-') ? [first, '--help'] : ['--help'];
    const key = [file, ...args].join(' ');
    if (!helps.has(key))
      helps.set(
        key,
        runInProcess(file, args).then((result) => result.stdout),
      );
    return helps.get(key)!;
  };

  beforeAll(async () => {
    scripts = JSON.parse(await read('package.json')).scripts;
  });

  test('is found', () => {
    expect(COMMANDS.length).toBeGreaterThan(100);
    expect(COMMANDS).toContainEqual({ document: 'README.md', script: 'start', args: [] });
  });

  test('is a script of package.json, with flags that it has', async () => {
    const wrong: string[] = [];
    for (const { document, script, args } of COMMANDS) {
      if (scripts[script] === undefined) wrong.push(`${document}: there is no npm run ${script}`);
      if (!scripts[script]?.includes('scripts/') || script === 'test' || script.startsWith('test:end'))
        continue;
      for (const flag of args.filter((arg) => /^--[a-z]/.test(arg))) {
        const name = flag.split('=')[0]!;
        const help = (await helpOf(script, args[0])).replace(/\s+/g, ' ');
        if (!new RegExp(`${name}(?![\\w-])`).test(help))
          wrong.push(`${document}: npm run ${script} has no ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('each link to a file of the repository leads to one, and to a heading that is there', async () => {
  const slug = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
  const broken: string[] = [];
  for (const { document, text } of texts) {
    const prose = text.replace(/```.*?```/gs, '');
    for (const [, link] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link!)) continue;
      const [path = '', heading] = link!.split('#');
      const file = path === '' ? document : join(dirname(document), path);
      if (!existsSync(join(ROOT, file))) broken.push(`${document}: ${link}`);
      else if (heading !== undefined && file.endsWith('.md')) {
        const headings = Array.from((await read(file)).matchAll(/^#+ (.+)$/gm), ([, title]) => slug(title!));
        if (!headings.includes(heading)) broken.push(`${document}: ${link}`);
      }
    }
  }
  expect(broken).toEqual([]);
});
