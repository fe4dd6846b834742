import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadClassifier } from '../../classifier/src/index.ts';
import { readModel } from '../program/model-option.ts';
import { ROOT } from '../program/root.ts';
import { bundle } from './bundle.ts';
import { APP_FILE } from './compile-app.ts';
import { readLicenses } from './licenses.ts';

const MAKE_CACHE = fileURLToPath(new URL('make-cache.ts', import.meta.url));

/** The functions that can be built. */
export const FUNCTIONS = ['http', 'events', 'lambda', 'func'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Programs that are built likewise, for an image: by name their edge, below the repository's folder. */
export const PROGRAMS = { classify: 'scripts/classify-program/index.ts' } as const;
export type ProgramName = keyof typeof PROGRAMS;
/** What can be built. */
export type BuildName = FunctionName | ProgramName;

/** The edge of what is built. */
function edgeOf(name: BuildName): string {
  return join(ROOT, name in PROGRAMS ? PROGRAMS[name as ProgramName] : `functions/${name}/index.ts`);
}

/** Those that run on the Node.js they were built with, as V8's code cache must; others bring their own. */
const WITH_CACHE: ReadonlySet<BuildName> = new Set(['http', 'events']);

/** Where `npm run build` puts a function. */
function builtFolder(name: BuildName): string {
  return join(ROOT, 'dist', name);
}

/**
 * What an image runs Node.js with: the heap is 45 % of the container's memory, as `functions/process/memory-limit.ts`
 * counts on, and little garbage is kept.
 */
export const IMAGE_FLAGS: readonly string[] = [
  '--max-semi-space-size=2',
  '--max-old-space-size-percentage=45',
];

/** The same in a container of 192 MB, the limit of the manifests, for a process that is in none. */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=2', '--max-old-space-size=86'];

/** What to build. */
export interface BuildOptions {
  /** A kind of model, or the path of a model file. */
  model: string;
  /** The function or program; `http` without it. */
  name?: BuildName;
  /** Where to; replaced as a whole, or not at all when anything fails. */
  folder?: string;
}

/**
 * Bundles a function with one model into a folder that needs nothing else.
 * @returns the name of the model, and the size in bytes of each file written
 * @throws UsageError for a model that is not there, ModelFormatError for a file that is no model
 */
export async function build({ model, name = 'http', folder = builtFolder(name) }: BuildOptions) {
  const modelBytes = await readModel(model);
  const { name: modelName } = loadClassifier(modelBytes);
  const { edge, app, apart, packages } = await bundle(edgeOf(name), { hasUnused: name in PROGRAMS });

  // Beside the folder, since only within one file system a rename is one step.
  const whole = `${folder}-${process.pid}`;
  const previous = `${whole}-previous`;
  try {
    await mkdir(whole, { recursive: true });
    await writeFile(join(whole, 'index.js'), edge);
    await writeFile(join(whole, APP_FILE), app);
    for (const [file, code] of apart) await writeFile(join(whole, file), code);
    await writeFile(join(whole, 'model.bin'), modelBytes);
    await writeFile(join(whole, 'package.json'), '{ "type": "module" }\n');
    await writeFile(join(whole, 'THIRD-PARTY-LICENSES.txt'), await readLicenses(packages));
    await copyFile(join(ROOT, 'NOTICE'), join(whole, 'NOTICE'));
    if (WITH_CACHE.has(name)) await promisify(execFile)(process.execPath, [MAKE_CACHE, whole]);
    await rename(folder, previous).catch(ignoreMissing);
    await rename(whole, folder);
  } finally {
    await rm(whole, { recursive: true, force: true });
    await rm(previous, { recursive: true, force: true });
  }

  const sizes = new Map<string, number>();
  for (const file of await readdir(folder)) sizes.set(file, (await stat(join(folder, file))).size);
  return { name: modelName, folder, sizes };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
