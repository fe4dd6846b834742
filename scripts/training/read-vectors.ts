import type { PretrainedVectors } from '../../classifier/training/index.ts';
import { readVectorsFile, readWinkEmbeddings } from '../word-vectors/index.ts';

/** Where training's vectors may start from. */
export interface VectorSources {
  /** What `--vectors` takes, for the help of a program. */
  help: string;
  default: string;
  /** Reads what `--vectors` names; `undefined` for none. */
  read: (source: string) => Promise<PretrainedVectors | undefined>;
}

/** Wink's package, a file, or none: what a program in the repository takes. */
export const ALL_VECTORS: VectorSources = {
  help: 'wink, none, or a file in the text format of word2vec',
  default: 'wink',
  read: (source) => (source === 'wink' ? readWinkVectors() : FILE_VECTORS.read(source)),
};

/** A file or none: what an image takes, which has no packages. */
export const FILE_VECTORS: VectorSources = {
  help: 'none, or a file in the text format of word2vec',
  default: 'none',
  read: async (source) => (source === 'none' ? undefined : readVectorsFile(source)),
};

/**
 * The vectors of wink's package.
 * @throws UsageError where it is missing, with the command that installs it
 */
export function readWinkVectors(): Promise<PretrainedVectors> {
  return readWinkEmbeddings('the vectors that training starts from', 'train with --vectors none');
}
