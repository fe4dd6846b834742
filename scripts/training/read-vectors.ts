import type { PretrainedVectors } from '../../classifier/training/index.ts';
import { readVectorsFile, readWinkEmbeddings } from '../word-vectors/index.ts';

/** Where training's vectors may start from. */
export interface VectorSources {
  /** What `--vectors` takes, for the help of a program. */
  help: string;
  default: string;
  /**
   * Reads what `--vectors` names; `undefined` for none.
   * @param listWords the words of the data, of which a binary file's are kept
   */
  read: (source: string, listWords: () => ReadonlySet<string>) => Promise<PretrainedVectors | undefined>;
}

/** Wink's package, a file, or none: what a program in the repository takes. */
export const ALL_VECTORS: VectorSources = {
  help: 'wink, none, or a file of word2vec (text, or .bin)',
  default: 'wink',
  read: (source, listWords) => (source === 'wink' ? readWinkVectors() : FILE_VECTORS.read(source, listWords)),
};

/** A file or none: what an image takes, which has no packages. */
export const FILE_VECTORS: VectorSources = {
  help: 'none, or a file of word2vec (text, or .bin)',
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
 * The vectors of wink's package.
 * @throws UsageError where it is missing, with the command that installs it
 */
export function readWinkVectors(): Promise<PretrainedVectors> {
  return readWinkEmbeddings('the vectors that training starts from', 'train with --vectors none');
}
