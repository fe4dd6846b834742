import type { ModelHeader } from '../../classifier/src/index.ts';
import type { EpochReport } from '../../classifier/training/index.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';

/** What an ablation found. */
export interface Ablation {
  seed: number;
  /** Each epoch of the full network. */
  epochs: EpochReport[];
  /** The network trained on a share of the sentences. */
  sizes: (Measured & { share: number; texts: number })[];
  /** The network with a part changed. */
  parts: (Measured & { part: string })[];
}
/** How well a network did in its best epoch. */
export type Measured = Omit<EpochReport, 'epoch'>;

/**
 * Reads what `npm run ablate` wrote.
 * @throws UsageError where the file is not that, or the ablation is of other data than the model's
 */
export async function readAblation(path: string, { provenance }: ModelHeader): Promise<Ablation> {
  const ablation = parseAblation(path, new TextDecoder().decode(await readFile(path)));
  const numTexts = ablation.sizes.at(-1)!.texts;
  if (numTexts === provenance.rows) return ablation;
  throw new UsageError(
    `${path}: the ablation trained on ${numTexts} texts; expected ${provenance.rows}, which the model was trained on`,
  );
}

function parseAblation(path: string, json: string): Ablation {
  try {
    const ablation = JSON.parse(json) as Partial<Ablation>;
    const { epochs, sizes, parts } = ablation;
    if (epochs?.length && parts?.length && sizes && sizes.length > 1) return ablation as Ablation;
  } catch {
    // Told below, like any other content that is not an ablation's.
  }
  throw new UsageError(`${path}: expected what "npm run ablate" writes: JSON with epochs, sizes and parts`);
}
