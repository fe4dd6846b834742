import type { PretrainedVectors } from '../../classifier/training/index.ts';
import { readVectorsFile, readWinkEmbeddings } from '../word-vectors/index.ts';

/** The sources of initial word vectors for a training. */
export interface VectorSources {
  /** The values that `--vectors` accepts, for the help of a program. */
  help: string;
  default: string;
  /**
   * Reads the vectors that `--vectors` names; `undefined` for `none`.
   * @param listWords lists the words of the data; of a binary file only the vectors of these words are kept
   */
  read: (source: string, listWords: () => ReadonlySet<string>) => Promise<PretrainedVectors | undefined>;
}

/** The sources for a program in the repository: wink's package, a file, or none. */
export const ALL_VECTORS: VectorSources = {
  help: 'wink, none, or a word2vec file (text, or .bin)',
  default: 'wink',
  read: (source, listWords) => (source === 'wink' ? readWinkVectors() : FILE_VECTORS.read(source, listWords)),
};

/** The sources for a program in an image, which has no packages: a file or none. */
export const FILE_VECTORS: VectorSources = {
  help: 'none, or a word2vec file (text, or .bin)',
  default: 'none',
  async read(source, listWords) {
    if (source === 'none') return undefined;
    let words: ReadonlySet<string> | undefined;
    return readVectorsFile(source, (word) => {
      words ??= listWords();
      return words.has(word);
    });
  },
};

/**
 * Reads the vectors of wink's package.
 * @throws UsageError if the package is missing, with the command that installs it
 */
export function readWinkVectors(): Promise<PretrainedVectors> {
  return readWinkEmbeddings('the vectors that training starts from', 'train with --vectors none');
}
