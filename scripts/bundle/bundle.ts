import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { ROOT } from '../program/root.ts';
import { bundledEncoder, ENCODER_THREAD, THREAD_FILE } from './bundled-encoder.ts';
import { bundledThread } from './bundled-thread.ts';
import { APP_FILE } from './compile-app.ts';
import { lazyBuiltins } from './lazy-builtins.ts';
import { RUNTIME_PACKAGES } from './onnx-runtime.ts';
import { packedCore } from './packed-core.ts';
import { packedPage } from './packed-page.ts';

/** A module that the app loads on demand, from a file of its own. */
interface Apart {
  /** The imports of it. */
  filter: RegExp;
  file: string;
  /** Its path, or the name of its package. */
  entry: string;
}

const room = (name: string): Apart => ({
  filter: new RegExp(`/${name}/index\\.ts$`),
  file: `${name}.cjs`,
  entry: join(ROOT, 'functions', name, 'index.ts'),
});

const APART: readonly Apart[] = [room('record'), room('spans')];
/** Only bundles with a transformer have these. */
const APART_FOR_ENCODERS: readonly Apart[] = [
  room('encoder'),
  { filter: /^@huggingface\/tokenizers$/, file: 'tokenizers.cjs', entry: '@huggingface/tokenizers' },
];
const LOAD_APP = fileURLToPath(new URL('load-app.ts', import.meta.url));

/** The oldest major version of Node.js that runs a bundle. */
const NODE_MAJOR = 24;
/** Refuses an older Node.js, which would start and then fail at the first thing that it lacks. */
const REQUIRE_NODE = `if (Number.parseInt(process.versions.node) < ${NODE_MAJOR}) { console.error('movie-sentiment needs Node.js ${NODE_MAJOR} or newer; this is ' + process.version); process.exit(1); }`;
/** Defines `require`, which the CommonJS code of Fastify and wink-nlp calls and an ES module lacks. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

const SETTINGS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: `node${NODE_MAJOR}`,
  minify: true,
  write: false,
  metafile: true,
  logOverride: { 'empty-import-meta': 'error' },
} as const satisfies esbuild.BuildOptions;

/** A bundle of two or more files. */
export interface Bundle {
  /** The edge, as an ES module. */
  edge: Uint8Array;
  /** Everything that the edge imports, as CommonJS, because V8 can cache code compiled at run time only for scripts. */
  app: string;
  /** The files that the app loads on demand, by name. */
  apart: Map<string, Uint8Array>;
  /** The folders of the bundled packages. */
  packages: string[];
}

/**
 * Bundles an edge. It may import from its own folders and from packages; imported modules must not read `import.meta`.
 * @param hasUnused whether the edge imports an `index.ts` with more exports than it uses; modules that are dropped in
 * the end, such as the threads of training, may read `import.meta`
 * @param hasEncoder whether its model is a transformer
 * @throws Error if a bundled module reads `import.meta`
 */
export async function bundle(entry: string, { hasUnused = false, hasEncoder = false } = {}): Promise<Bundle> {
  const imports = new Map<string, string>();
  const edge = await esbuild.build({
    ...SETTINGS,
    entryPoints: [entry],
    format: 'esm',
    banner: { js: `${REQUIRE_NODE}\n${REQUIRE}` },
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
    // Separate files are loaded with require: import() in a script run like ours is experimental in Node.js.
    supported: { 'dynamic-import': false },
    outfile: APP_FILE,
    // A package derives names of temporary files from it.
    define: { __filename: JSON.stringify(APP_FILE) },
    plugins: [packedCore, packedPage, bundledThread, lazyBuiltins, leaveApart],
  });
  const code = app.outputFiles[0]!.text;
  // esbuild's output for a value that it does not know.
  if (hasUnused && /\bimport_meta\b|URL\("[^"]*",\s*\w+\.url\)/.test(code)) {
    throw new Error(`${entry} imports a module that reads import.meta, which a bundle does not have`);
  }
  const { imports: loaded } = app.metafile.outputs[APP_FILE]!;
  const apart = new Map<string, Uint8Array>();
  let { inputs } = app.metafile;
  const add = async (options: ApartOptions): Promise<void> => {
    const built = await esbuild.build({ ...SETTINGS, ...options });
    apart.set(options.outfile, built.outputFiles[0]!.contents);
    inputs = { ...inputs, ...built.metafile.inputs };
  };
  for (const { file, entry } of hasEncoder ? [...APART, ...APART_FOR_ENCODERS] : APART) {
    if (!loaded.some(({ path }) => path === `./${file}`)) continue;
    await add({ entryPoints: [entry], format: 'cjs', outfile: file, plugins: [bundledEncoder] });
  }
  if (hasEncoder) {
    await add({ entryPoints: [ENCODER_THREAD], format: 'esm', outfile: THREAD_FILE, packages: 'external' });
  }
  // Otherwise esbuild's process would stay alive beside a server started from here.
  await esbuild.stop();
  return {
    edge: edge.outputFiles[0]!.contents,
    app: toAscii(code),
    apart,
    packages: [...findPackages({ inputs }), ...(hasEncoder ? RUNTIME_PACKAGES : [])].sort(),
  };
}

/** An esbuild plugin that keeps modules imported at run time in separate files. */
const leaveApart: esbuild.Plugin = {
  name: 'leave-apart',
  setup({ onResolve }) {
    for (const { filter, file } of [...APART, ...APART_FOR_ENCODERS]) {
      onResolve({ filter }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${file}`, external: true } : undefined,
      );
    }
  },
};

/** What differs between the files that are loaded on demand. */
type ApartOptions = Pick<esbuild.BuildOptions, 'entryPoints' | 'format' | 'packages' | 'plugins'> & {
  outfile: string;
};

/** Finds the folders of the packages that contribute code to a bundle. */
export function findPackages({ inputs }: Pick<esbuild.Metafile, 'inputs'>): string[] {
  const folders = Object.keys(inputs).flatMap(
    (path) => path.match(/.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/**
 * An esbuild plugin that redirects the imports of an edge to the app's file.
 * @param imports filled with the path of each module, by its name in the app's file
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
 * Converts code to ASCII, for which V8 needs half the memory. esbuild escapes everything except regular expressions and
 * comments. In a regular expression a character may follow a backslash, which has no effect and is dropped.
 */
function toAscii(code: string): string {
  return code.replace(/(\\*)([\u0080-\uffff])/g, (_, backslashes: string, unit: string) => {
    const kept = backslashes.slice(backslashes.length % 2);
    return `${kept}\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
