import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { ROOT } from '../program/root.ts';
import { bundledThread } from './bundled-thread.ts';
import { APP_FILE } from './compile-app.ts';
import { lazyBuiltins } from './lazy-builtins.ts';
import { packedCore } from './packed-core.ts';
import { packedPage } from './packed-page.ts';

/** The rooms of functions/ that the app loads only where they are asked for, each from a file of its own. */
const APART = ['record', 'spans'];
const IMPORT_APART = new RegExp(`/(${APART.join('|')})/index\\.ts$`);
const LOAD_APP = fileURLToPath(new URL('load-app.ts', import.meta.url));

/** Fastify and wink-nlp are CommonJS, and call a `require` that an ES module does not have. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

const SETTINGS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  minify: true,
  write: false,
  metafile: true,
  logOverride: { 'empty-import-meta': 'error' },
} as const satisfies esbuild.BuildOptions;

/** A bundle in two files, or more. */
export interface Bundle {
  /** The edge, an ES module as it was written. */
  edge: Uint8Array;
  /** All that it imports, in CommonJS: only of that can V8 keep what it compiled as the code ran. */
  app: string;
  /** What the app loads only where it is asked for, by the name of the file. */
  apart: Map<string, Uint8Array>;
  /** The folders of the packages in it. */
  packages: string[];
}

/**
 * Bundles an edge. It may import from its own folders and from packages; what it imports must not read `import.meta`.
 * @param hasUnused whether it enters by a door behind which more lies than it uses: what is left out in the end, such
 * as the threads of training, may read `import.meta`
 */
export async function bundle(entry: string, { hasUnused = false } = {}): Promise<Bundle> {
  const imports = new Map<string, string>();
  const edge = await esbuild.build({
    ...SETTINGS,
    entryPoints: [entry],
    format: 'esm',
    banner: { js: REQUIRE },
    outfile: 'index.js',
    plugins: [importsFromApp(entry, imports)],
  });
  const app = await esbuild.build({
    ...SETTINGS,
    ...(hasUnused && { logOverride: { 'empty-import-meta': 'debug' } }),
    stdin: {
      contents: [...imports]
        .map(([name, path]) => `export * as ${JSON.stringify(name)} from ${JSON.stringify(path)};`)
        .join('\n'),
      resolveDir: ROOT,
    },
    format: 'cjs',
    // What is left apart is required: an import() of a script that is run as ours is an experiment of Node.js.
    supported: { 'dynamic-import': false },
    outfile: APP_FILE,
    // A package makes names of temporary files from it.
    define: { __filename: JSON.stringify(APP_FILE) },
    plugins: [packedCore, packedPage, bundledThread, lazyBuiltins, leaveApart],
  });
  const code = app.outputFiles[0]!.text;
  // So esbuild writes what it has no value for.
  if (hasUnused && /\bimport_meta\b|URL\("[^"]*",\s*\w+\.url\)/.test(code)) {
    throw new Error(`${entry} uses what reads import.meta, which a bundle has not`);
  }
  const { imports: loaded } = app.metafile.outputs[APP_FILE]!;
  const apart = new Map<string, Uint8Array>();
  let { inputs } = app.metafile;
  for (const room of APART) {
    const outfile = `${room}.cjs`;
    if (!loaded.some(({ path }) => path === `./${outfile}`)) continue;
    const entryPoints = [join(ROOT, 'functions', room, 'index.ts')];
    const built = await esbuild.build({ ...SETTINGS, entryPoints, format: 'cjs', outfile });
    apart.set(outfile, built.outputFiles[0]!.contents);
    inputs = { ...inputs, ...built.metafile.inputs };
  }
  // Otherwise esbuild's own process lives on beside a server started from here.
  await esbuild.stop();
  return {
    edge: edge.outputFiles[0]!.contents,
    app: toAscii(code),
    apart,
    packages: findPackages({ inputs }),
  };
}

/** Leaves rooms that the app imports as it runs to files of their own. */
const leaveApart: esbuild.Plugin = {
  name: 'leave-apart',
  setup({ onResolve }) {
    onResolve({ filter: IMPORT_APART }, ({ kind, path }) =>
      kind === 'dynamic-import'
        ? { path: `./${IMPORT_APART.exec(path)![1]}.cjs`, external: true }
        : undefined,
    );
  },
};

/** The folders of the packages of which something is in a bundle. */
export function findPackages({ inputs }: Pick<esbuild.Metafile, 'inputs'>): string[] {
  const folders = Object.keys(inputs).flatMap(
    (path) => path.match(/.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/**
 * Has an edge take what it imports from the app's file.
 * @param imports filled with the path of each module by the name that it goes by there
 */
function importsFromApp(entry: string, imports: Map<string, string>): esbuild.Plugin {
  return {
    name: 'imports-from-app',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (importer !== entry || isBuiltin(path) || pluginData === 'resolving') return undefined;
        const found = await resolve(path, { kind, resolveDir, importer, pluginData: 'resolving' });
        if (found.external || found.errors.length > 0) return found;
        const name = relative(ROOT, found.path).replaceAll('\\', '/');
        imports.set(name, found.path);
        return { path: name, namespace: 'app' };
      });
      onLoad({ filter: /^/, namespace: 'app' }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(LOAD_APP)}).modules[${JSON.stringify(path)}];`,
        resolveDir: ROOT,
        loader: 'js',
      }));
    },
  };
}

/**
 * The same code in ASCII, which V8 keeps in half the memory. esbuild escapes all but regular expressions and comments;
 * in the former a character may have a backslash before it, which means nothing.
 */
function toAscii(code: string): string {
  return code.replace(/(\\*)([\u0080-\uffff])/g, (_, backslashes: string, unit: string) => {
    const kept = backslashes.slice(backslashes.length % 2);
    return `${kept}\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
