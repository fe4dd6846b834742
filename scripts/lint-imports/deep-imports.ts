import { globSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** An import that bypasses the `index.ts` of a room. Paths are relative to the root, with slashes. */
export interface DeepImport {
  file: string;
  line: number;
  /** The file imported. */
  target: string;
  /** The `index.ts` to import instead. */
  door: string;
}

const SOURCES = '{classifier,functions,scripts}/**/*.{ts,mjs}';
const IGNORED = ['**/node_modules/**', '**/dist/**', 'classifier/assembly/**'];

/**
 * Rooms whose files may bypass the `index.ts` of another: by the bypassing room, the room it may enter. Training needs
 * the internals of the model, and `internals` is an entry point itself; the `index.ts` of src lists only the published
 * API.
 */
const HAS_KEY: Readonly<Record<string, string>> = {
  'classifier/training': 'classifier/src',
  'classifier/internals': 'classifier/src',
};

/**
 * Finds the imports that bypass the `index.ts` of a room. From outside, a folder with an `index.ts` may be imported
 * only through it, and type imports count too. Tests are exempt, and so are files named by URL, such as worker threads.
 * @param root the folder that holds classifier/, functions/ and scripts/
 */
export function findDeepImports(root: string): DeepImport[] {
  const files = globSync(SOURCES, { cwd: root, exclude: IGNORED }).map(toSlashes).sort();
  const doors = files.filter((file) => file.endsWith('/index.ts'));
  // For nested rooms, the outermost index.ts comes first.
  const rooms = doors.map((door) => dirname(door)).sort((a, b) => a.length - b.length);
  return files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    return readImports(file, source).flatMap(({ specifier, start }) => {
      const target = toSlashes(join(dirname(file), specifier));
      const room = rooms.find((room) => isIn(room, target) && !mayEnter(file, room));
      if (room === undefined || target === `${room}/index.ts`) return [];
      const line = source.slice(0, start).split('\n').length;
      return [{ file, line, target, door: `${room}/index.ts` }];
    });
  });
}

/** Whether a file is in a room, or may bypass its `index.ts`. */
function mayEnter(file: string, room: string): boolean {
  return (
    isIn(room, file) ||
    Object.entries(HAS_KEY).some(([holder, opened]) => opened === room && isIn(holder, file))
  );
}

function isIn(folder: string, file: string): boolean {
  return file.startsWith(`${folder}/`);
}

interface Import {
  specifier: string;
  /** The position in the source, in UTF-16 code units. */
  start: number;
}

/** Reads the relative imports of a file: imports of values and types, re-exports, and `import()` of a literal. */
function readImports(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`);
  const imports: Import[] = [];
  const add = (node: { source: unknown }): void => {
    const literal = node.source as { type: string; value: unknown; start: number } | null;
    if (literal?.type !== 'Literal' || typeof literal.value !== 'string') return;
    if (literal.value.startsWith('.')) imports.push({ specifier: literal.value, start: literal.start });
  };
  new Visitor({
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
    ImportExpression: add,
    TSImportType: add,
  }).visit(program);
  return imports;
}

function toSlashes(path: string): string {
  return path.split(sep).join('/');
}
