// npm run build
// Bundles the HTTP function in about a second: dist/http/ then runs alone, wherever it is copied.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import * as esbuild from 'esbuild';
import { loadClassifier } from '../classifier/src/index.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP, readModel } from './model-option.ts';
import { runProgram } from './run-program.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where `npm run build` puts the HTTP function. */
export const HTTP_FOLDER = join(ROOT, 'dist/http');

/** Fastify and wink-nlp are CommonJS, and call a `require` that an ES module does not have. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** What to build. */
export interface BuildOptions {
  /** A kind of model, or the path of a model file. */
  model: string;
  /** Where to; replaced as a whole, or not at all when anything fails. */
  folder?: string;
}

/**
 * Bundles the HTTP function with one model into a folder that needs nothing else.
 * @returns the name of the model, and the size in bytes of each file written
 * @throws UsageError for a model that is not there, ModelFormatError for a file that is no model
 */
export async function build({ model, folder = HTTP_FOLDER }: BuildOptions) {
  const modelBytes = await readModel(model);
  const { name } = loadClassifier(modelBytes);
  const { code, packages } = await bundle(join(ROOT, 'functions/http/index.ts'));

  // Beside the folder, since only within one file system a rename is one step.
  const whole = `${folder}-${process.pid}`;
  const previous = `${whole}-previous`;
  try {
    await mkdir(whole, { recursive: true });
    await writeFile(join(whole, 'index.js'), code);
    await writeFile(join(whole, 'model.bin'), modelBytes);
    await writeFile(join(whole, 'package.json'), '{ "type": "module" }\n');
    await writeFile(join(whole, 'THIRD-PARTY-LICENSES.txt'), await readLicenses(packages));
    await rename(folder, previous).catch(ignoreMissing);
    await rename(whole, folder);
  } finally {
    await rm(whole, { recursive: true, force: true });
    await rm(previous, { recursive: true, force: true });
  }

  const sizes = new Map<string, number>();
  for (const file of await readdir(folder)) sizes.set(file, (await stat(join(folder, file))).size);
  return { name, folder, sizes };
}

/** One file of JavaScript, and the folders of the packages in it. */
async function bundle(entry: string): Promise<{ code: Uint8Array; packages: string[] }> {
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    banner: { js: REQUIRE },
    write: false,
    outfile: 'index.js',
    metafile: true,
  });
  // Otherwise esbuild's own process lives on beside a server started from here.
  await esbuild.stop();
  const folders = Object.keys(metafile.inputs).flatMap(
    (path) => path.match(/.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? [],
  );
  return { code: outputFiles[0]!.contents, packages: [...new Set(folders)].sort() };
}

/** The licences of packages, as they ask to be handed on with every copy. */
async function readLicenses(packages: string[]): Promise<string> {
  const texts = packages.map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(ROOT, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : await readFile(join(ROOT, folder, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** The command line of a program that builds: `--model KIND|FILE`. */
export function buildCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL);
}

/** Builds, and prints what was written. */
export async function buildAndReport({ model }: { model: string }): Promise<void> {
  const { name, folder, sizes } = await build({ model });
  for (const [file, sizeBytes] of sizes) {
    console.log(`${join(relative(process.cwd(), folder), file)}  ${(sizeBytes / 1024).toFixed(1)} KiB`);
  }
  console.log(`built with ${name}`);
}

if (import.meta.main) {
  const program = buildCommand('npm run build --', 'Bundle the HTTP function into dist/http/.').action(
    buildAndReport,
  );
  await runProgram(() => program.parseAsync());
}
