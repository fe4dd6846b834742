import type { LabelledText } from '../../classifier/training/data/dataset.ts';
import { normalize } from '../../scripts/explore/data/duplicates.ts';
import { type Study, studyTexts } from '../../scripts/explore/study.ts';
import { annotate } from '../../scripts/explore/texts/annotate.ts';
import type { WordVectorTable } from '../../scripts/word-vectors/word-vector-table.ts';

/** The study of texts, each a sentence of its own. */
export function studyOf(
  texts: readonly (readonly [text: string, label: number])[],
  tables: readonly WordVectorTable[] = [],
  seed = 1,
): Study {
  const labelled: LabelledText[] = texts.map(([text, label], i) => ({
    text,
    label,
    group: String(i),
    line: i + 2,
  }));
  return studyTexts(normalize(labelled), annotate(labelled), tables, seed);
}

const ADJECTIVES: Record<string, number> = {
  awful: 0,
  dull: 1,
  boring: 1,
  usual: 2,
  funny: 3,
  lovely: 3,
  superb: 4,
};
const NOUNS = 'film story cast script music ending'.split(' ');

/** Small reviews: each adjective has its label twice, and is turned by "not" once; some hold a nationality. */
export const SMALL_REVIEWS: readonly [text: string, label: number][] = NOUNS.flatMap((noun) =>
  Object.entries(ADJECTIVES).flatMap(([adjective, label]): [string, number][] => [
    [`The ${noun} is ${adjective} .`, label],
    [`The French ${noun} is not ${adjective} .`, 4 - label],
    [`I like the ${adjective} ${noun} !`, label],
  ]),
);

/** Vectors of the adjectives, which hold the two sides apart. */
export const SMALL_VECTORS: WordVectorTable = {
  name: 'made',
  numDimensions: 3,
  words: ['awful', 'dull', 'boring', 'funny', 'lovely', 'superb'],
  vectors: Float32Array.from(
    [
      [-3, 1, 0],
      [-2, 1, 1],
      [-2, 2, 0],
      [2, 1, 1],
      [2, 2, 0],
      [3, 1, 0],
    ].flat(),
  ),
};
