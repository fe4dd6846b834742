import type { ModelHeader } from '../../classifier/src/index.ts';
import type { EpochReport } from '../../classifier/training/index.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { countSoftTexts } from './kinds.ts';

/** The results of an ablation. */
export interface Ablation {
  seed: number;
  /** The report of each epoch of the full network. */
  epochs: EpochReport[];
  /** Networks trained on more and more texts: labelled ones, then all labelled ones and soft ones beside them. */
  sizes: (Measured & { texts: number; softTexts?: number })[];
  /** Networks with one part changed, trained on the labelled texts alone. */
  parts: (Measured & { part: string })[];
}
/** The measures of a network in its best epoch. */
export type Measured = Omit<EpochReport, 'epoch'>;

/**
 * Reads the output of `npm run ablate`. It may leave out all soft texts of the model, which take long.
 * @throws UsageError if the file is invalid, or the ablation used other data than the model
 */
export async function readAblation(path: string, header: ModelHeader): Promise<Ablation> {
  const ablation = parseAblation(path, new TextDecoder().decode(await readFile(path)));
  const { texts, softTexts = 0 } = ablation.sizes.at(-1)!;
  const { rows } = header.provenance;
  const numSoft = countSoftTexts(header);
  if (texts === rows && [0, numSoft].includes(softTexts)) return ablation;
  throw new UsageError(
    `${path}: the ablation trained on ${texts} texts and ${softTexts} soft texts; expected those that the model was trained on, ${rows} and ${numSoft === 0 ? 0 : `${numSoft} or 0`}`,
  );
}

function parseAblation(path: string, json: string): Ablation {
  try {
    const ablation = JSON.parse(json) as Partial<Ablation>;
    const { epochs, sizes, parts } = ablation;
    if (epochs?.length && parts?.length && sizes && sizes.length > 1) return ablation as Ablation;
  } catch {
    // Reported below, like any other invalid content.
  }
  throw new UsageError(`${path}: expected what "npm run ablate" writes: JSON with epochs, sizes and parts`);
}
