import type { PretrainedVectors } from '../../classifier/training/index.ts';
import { readWinkEmbeddings } from '../word-vectors/index.ts';

/** Where training's vectors may start from, for the help of a program. */
export const VECTORS = ['wink', 'none'] as const;

/**
 * The vectors that training starts from: wink's package, or none.
 * @throws UsageError where the package is missing, with the command that installs it
 */
export async function readVectors(name: (typeof VECTORS)[number]): Promise<PretrainedVectors | undefined> {
  if (name === 'none') return undefined;
  return readWinkEmbeddings('the vectors that training starts from', 'train with --vectors none');
}
