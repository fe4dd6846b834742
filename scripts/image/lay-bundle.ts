// node scripts/image/lay-bundle.ts ARCHITECTURE FROM TO
// Copies a bundle for an image, with only the library of ONNX Runtime that its architecture takes, in a second.
import { cp } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Command } from 'commander';
import { LIBRARIES } from '../bundle/index.ts';
import { runProgram, UsageError } from '../program/run-program.ts';

/** The folder of libraries by the architecture, as named by container images. */
const FOLDERS: Readonly<Record<string, string>> = { amd64: 'linux/x64', arm64: 'linux/arm64' };

/**
 * Copies a bundle for an image of one architecture. A bundle with a transformer has a library for each; only one is
 * copied.
 * @throws UsageError for an architecture without a library
 */
export async function layBundle(architecture: string, from: string, to: string): Promise<void> {
  const wanted = FOLDERS[architecture];
  if (wanted === undefined) {
    const known = Object.keys(FOLDERS).join(' or ');
    throw new UsageError(`there are bundles for no architecture "${architecture}"; expected ${known}`);
  }
  const kept = join(from, LIBRARIES, wanted);
  const isKept = (path: string): boolean => {
    const [platform, library] = relative(join(from, LIBRARIES), path).split(sep);
    const isLibrary = platform !== '..' && library !== undefined;
    return !isLibrary || `${path}${sep}`.startsWith(`${kept}${sep}`);
  };
  await cp(from, to, { recursive: true, filter: isKept });
}

if (import.meta.main) {
  const program = new Command('node scripts/image/lay-bundle.ts')
    .description('Copy a bundle for an image of one architecture.')
    .argument('<architecture>', Object.keys(FOLDERS).join(' or '))
    .argument('<from>', 'the folder of the bundle')
    .argument('<to>', 'where to')
    .action(layBundle);
  await runProgram(() => program.parseAsync());
}
