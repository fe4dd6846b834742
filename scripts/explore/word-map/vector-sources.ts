import { tokenize } from '../../../classifier/src/index.ts';
import type { KeepWord, WordVectorTable } from '../../word-vectors/index.ts';
import { readWordVectors, VECTORS_OPTION_HELP } from '../../word-vectors/index.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';
import { trainOwnVectors } from './own-vectors.ts';
import { TEST_PAIRS } from './study.ts';

/** The source of vectors that are trained on the data. */
const OWN = 'own';

/** Word vectors to map, or `own` where they are yet to be trained. */
export type VectorSource = WordVectorTable | typeof OWN;

/** The sources that are mapped if no others are asked for. */
export const DEFAULT_SOURCES = [OWN, 'recurrent'];

/** What `--vectors` takes here, for the help of the program. */
export const SOURCES_HELP = `${OWN} (trained on the texts), ${VECTORS_OPTION_HELP}`;

/**
 * Reads word vectors, all but those to be trained.
 * @param sources `own`, or what `readWordVectors` takes
 * @param texts those whose words may be mapped: of a binary file no others are kept but the test pairs
 * @throws UsageError for a source that is none, a file that cannot be read, and where wink's package is missing
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
 * The vectors of all sources, in their order, with the own ones trained on the sentences. Where these are too few, it
 * says so on standard error and leaves the own ones out.
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
