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

const SPANS = join(ROOT, 'functions', 'spans', 'index.ts');
/** The file with what tells of requests as spans, which is loaded only where that is asked for. */
export const SPANS_FILE = 'spans.cjs';
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

/** A bundle in two files, or three. */
export interface Bundle {
  /** The edge, an ES module as it was written. */
  edge: Uint8Array;
  /** All that it imports, in CommonJS: only of that can V8 keep what it compiled as the code ran. */
  app: string;
  /** What the app loads where requests are told of as spans; undefined for an app that never does. */
  spans: Uint8Array | undefined;
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
    outfile: APP_FILE,
    // A package makes names of temporary files from it.
    define: { __filename: JSON.stringify(APP_FILE) },
    plugins: [packedCore, packedPage, bundledThread, lazyBuiltins, spansApart],
  });
  const code = app.outputFiles[0]!.text;
  // So esbuild writes what it has no value for.
  if (hasUnused && /\bimport_meta\b|URL\("[^"]*",\s*\w+\.url\)/.test(code)) {
    throw new Error(`${entry} uses what reads import.meta, which a bundle has not`);
  }
  const loadsSpans = app.metafile.outputs[APP_FILE]!.imports.some(({ path }) => path.endsWith(SPANS_FILE));
  const spans = loadsSpans
    ? await esbuild.build({ ...SETTINGS, entryPoints: [SPANS], format: 'cjs', outfile: SPANS_FILE })
    : undefined;
  // Otherwise esbuild's own process lives on beside a server started from here.
  await esbuild.stop();
  return {
    edge: edge.outputFiles[0]!.contents,
    app: toAscii(code),
    spans: spans?.outputFiles[0]?.contents,
    packages: findPackages({ inputs: { ...app.metafile.inputs, ...spans?.metafile.inputs } }),
  };
}

/** Leaves the code for spans to a file of its own. */
const spansApart: esbuild.Plugin = {
  name: 'spans-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/spans\/index\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${SPANS_FILE}`, external: true } : undefined,
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
