import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MODEL_KINDS, type ModelKind } from '../../classifier/src/index.ts';
import { readFile } from './read-file.ts';
import { UsageError } from './run-program.ts';

/** Describes the values that `--model KIND|FILE` accepts, if it accepts models of these kinds. */
export const describeModelOption = (kinds: readonly ModelKind[]): string =>
  `${kinds.join(', ')}, or the path of a model file`;

/** The values that `--model KIND|FILE` accepts, for the help of a program. */
export const MODEL_OPTION_HELP = describeModelOption(MODEL_KINDS);

/** The kind of model used by default. */
export const DEFAULT_MODEL = 'recurrent' satisfies ModelKind;

/** The path of the model of a kind that comes with the repository. */
export function findModelFile(kind: ModelKind): string {
  return fileURLToPath(new URL(`../../classifier/models/${kind}.bin`, import.meta.url));
}

/**
 * Reads the bytes of the model that `--model KIND|FILE` names.
 * @throws UsageError if the value is neither a kind nor a readable file
 */
export async function readModel(kindOrFile: string): Promise<Uint8Array> {
  const kind = MODEL_KINDS.find((known) => known === kindOrFile);
  if (kind !== undefined) return readFile(findModelFile(kind));
  if (!existsSync(kindOrFile)) {
    throw new UsageError(`no model "${kindOrFile}"; expected ${MODEL_OPTION_HELP}`);
  }
  return readFile(kindOrFile);
}
