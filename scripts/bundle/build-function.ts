import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readModel } from '../program/model-option.ts';
import { openModel } from '../program/open-model.ts';
import { ROOT } from '../program/root.ts';
import { bundle } from './bundle.ts';
import { APP_FILE } from './compile-app.ts';
import { readLicenses } from './licenses.ts';
import { layRuntime } from './onnx-runtime.ts';

const MAKE_CACHE = fileURLToPath(new URL('make-cache.ts', import.meta.url));

/** The functions that can be built. */
export const FUNCTIONS = ['http', 'events', 'lambda', 'func'] as const;
/** The name of a function. */
export type FunctionName = (typeof FUNCTIONS)[number];

/** The programs that are built in the same way, for an image: the path of each edge in the repository, by name. */
export const PROGRAMS = { classify: 'scripts/classify-program/index.ts' } as const;
/** The name of a program. */
export type ProgramName = keyof typeof PROGRAMS;
/** The name of a function or a program. */
export type BuildName = FunctionName | ProgramName;

/** The path of the edge of a function or a program. */
function edgeOf(name: BuildName): string {
  return join(ROOT, name in PROGRAMS ? PROGRAMS[name as ProgramName] : `functions/${name}/index.ts`);
}

/**
 * The functions with a code cache. They run on the Node.js that built them, which V8 requires; the others run on
 * another one.
 */
const WITH_CACHE: ReadonlySet<BuildName> = new Set(['http', 'events']);

/** The output folder of `npm run build` for a function. */
function builtFolder(name: BuildName): string {
  return join(ROOT, 'dist', name);
}

/**
 * The flags of Node.js in an image. The heap is 45 % of the container's memory, as assumed by
 * `functions/process/memory-limit.ts`, and the young generation is small, so that little garbage is kept.
 */
export const IMAGE_FLAGS: readonly string[] = [
  '--max-semi-space-size=2',
  '--max-old-space-size-percentage=45',
];

/** The equivalent flags for a process outside a container, for 192 MB, the limit of the manifests. */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=2', '--max-old-space-size=86'];

/** The options of a build. */
export interface BuildOptions {
  /** A kind of model, or the path of a model file. */
  model: string;
  /** The function or program; `http` by default. */
  name?: BuildName;
  /** The output folder. It is replaced as a whole, or not at all if anything fails. */
  folder?: string;
}

/**
 * Bundles a function with one model into a self-contained folder.
 * @returns the name of the model, and the size in bytes of each file and folder in the output folder
 * @throws UsageError for a missing model
 * @throws ModelFormatError for a file that is not a model
 */
export async function build({ model, name = 'http', folder = builtFolder(name) }: BuildOptions) {
  const modelBytes = await readModel(model);
  const classifier = await openModel(modelBytes);
  await classifier.close();
  const { name: modelName, header } = classifier;
  const hasEncoder = header.kind === 'transformer';
  const { edge, app, apart, packages } = await bundle(edgeOf(name), {
    hasUnused: name in PROGRAMS,
    hasEncoder,
  });

  // Beside the folder, because a rename is atomic only within one file system.
  const whole = `${folder}-${process.pid}`;
  const previous = `${whole}-previous`;
  try {
    await mkdir(whole, { recursive: true });
    await writeFile(join(whole, 'index.js'), edge);
    await writeFile(join(whole, APP_FILE), app);
    for (const [file, code] of apart) await writeFile(join(whole, file), code);
    await writeFile(join(whole, 'model.bin'), modelBytes);
    if (hasEncoder) await layRuntime(whole);
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
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const [top] = relative(folder, path).split(sep) as [string];
    sizes.set(top, (sizes.get(top) ?? 0) + (await stat(path)).size);
  }
  return { name: modelName, folder, sizes };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
