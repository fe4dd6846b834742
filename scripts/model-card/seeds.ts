import { decodeModel } from '../../classifier/internals/index.ts';
import type { ModelHeader } from '../../classifier/src/index.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';

/**
 * Reads the headers of models that differ from `own` only in their seed.
 * @throws UsageError if they differ in more, or not at all
 */
export async function readSeeds(files: readonly string[], own: ModelHeader): Promise<ModelHeader[]> {
  const seeds: ModelHeader[] = [];
  for (const file of files) {
    const { header } = decodeModel(await readFile(file));
    if (JSON.stringify(withoutSeed(header)) !== JSON.stringify(withoutSeed(own))) {
      throw new UsageError(
        `${file}: its kind, settings, data or validation files are others; expected a model that differs by its seed alone`,
      );
    }
    if ([own, ...seeds].some(({ provenance }) => provenance.seed === header.provenance.seed)) {
      throw new UsageError(`${file}: seed ${header.provenance.seed} is there already; expected another`);
    }
    seeds.push(header);
  }
  return seeds;
}

/** The fields that must be equal in models that differ only in their seed. */
function withoutSeed({ kind, settings, provenance, measured }: ModelHeader): object {
  const { data, sha256, rows, textData, softData, vectors } = provenance;
  const files = [data, sha256, rows, textData, softData, vectors];
  return [kind, settings, ...files, measured.map((entry) => [entry.data, entry.count])];
}
