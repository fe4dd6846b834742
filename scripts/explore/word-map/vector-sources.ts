import { tokenize } from '../../../classifier/src/index.ts';
import type { KeepWord, WordVectorTable } from '../../word-vectors/index.ts';
import { readWordVectors, VECTORS_OPTION_HELP } from '../../word-vectors/index.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';
import { trainOwnVectors } from './own-vectors.ts';
import { TEST_PAIRS } from './study.ts';

/** The source of vectors that are trained on the data. */
const OWN = 'own';

/** Word vectors to map, or `own` if they are yet to be trained. */
export type VectorSource = WordVectorTable | typeof OWN;

/** The default sources. */
export const DEFAULT_SOURCES = [OWN, 'recurrent'];

/** The values that `--vectors` accepts in `explore`, for the help of the program. */
export const SOURCES_HELP = `${OWN} (trained on the texts), ${VECTORS_OPTION_HELP}`;

/**
 * Reads the word vectors of all sources except `own`.
 * @param sources `own`, or the sources that `readWordVectors` accepts
 * @param texts the texts to be mapped; of a binary file only their words and the test pairs are kept
 * @throws UsageError for an unknown source, an unreadable file, and if wink's package is missing
 * @throws DatasetError for a malformed file
 */
export async function readVectorSources(
  sources: readonly string[],
  texts: readonly { text: string }[],
): Promise<VectorSource[]> {
  const read: VectorSource[] = [];
  let needed: ReadonlySet<string> | undefined;
  const keep: KeepWord = (word) => {
    needed ??= listWords(texts);
    return needed.has(word);
  };
  for (const source of sources) {
    read.push(source === OWN ? OWN : await readWordVectors(source, undefined, SOURCES_HELP, keep));
  }
  return read;
}

function listWords(texts: readonly { text: string }[]): Set<string> {
  const words = new Set<string>(TEST_PAIRS.flat());
  for (const { text } of texts) for (const { normal } of tokenize(text)) words.add(normal);
  return words;
}

/**
 * Returns the vectors of all sources, in their order, after training `own` on the sentences. If these are too few,
 * `own` is left out with a message on standard error.
 */
export async function trainSources(
  sources: readonly VectorSource[],
  sentences: readonly AnnotatedSentence[],
  seed: number,
): Promise<WordVectorTable[]> {
  const given = sources.filter((source) => source !== OWN);
  if (given.length === sources.length) return given;
  const own = await trainOwnVectors(sentences, seed);
  if (own === undefined) {
    console.error('no vectors are trained: the texts are too few');
    return given;
  }
  return sources.map((source) => (source === OWN ? own : source));
}
