import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MODEL_KINDS, type ModelKind } from '../../classifier/src/index.ts';
import { readFile } from './read-file.ts';
import { UsageError } from './run-program.ts';

/** What `--model KIND|FILE` takes, for the help of a program. */
export const MODEL_OPTION_HELP = `${MODEL_KINDS.join(', ')}, or the path of a model file`;

/** The kind of model used where none is named. */
export const DEFAULT_MODEL: ModelKind = 'recurrent';

/** Where the model of a kind lies that comes with the repository. */
export function findModelFile(kind: ModelKind): string {
  return fileURLToPath(new URL(`../../classifier/models/${kind}.bin`, import.meta.url));
}

/**
 * The bytes of the model that `--model KIND|FILE` names.
 * @throws UsageError where it is neither a kind nor a file that can be read
 */
export async function readModel(kindOrFile: string): Promise<Uint8Array> {
  const kind = MODEL_KINDS.find((known) => known === kindOrFile);
  if (kind !== undefined) return readFile(findModelFile(kind));
  if (!existsSync(kindOrFile)) {
    throw new UsageError(`no model "${kindOrFile}"; expected ${MODEL_OPTION_HELP}`);
  }
  return readFile(kindOrFile);
}
