import { TEST_PAIRS, type WordMap } from '../../measures/word-map.ts';
import { list, percent } from '../describe.ts';

/** What word vectors know of sentiment, and what that means for training. */

/** How far one source of vectors holds the two sides apart. */
export function describeWordMap(map: WordMap): string {
  const pairs = TEST_PAIRS.flatMap(([a, b], i) => {
    const pair = map.pairs[i];
    return pair === undefined ? [] : [`${a}–${b} than ${percent(pair.rank)}`];
  });
  const nearness = pairs.length === 0 ? '' : `; nearer of random pairs of words: ${pairs.join(', ')}`;
  return `${map.name}: ${describeSeparation(map)}${nearness}`;
}

const describeSeparation = ({ separation }: WordMap): string =>
  `two words of one side are nearer than two of opposite sides in ${percent(separation)} of cases`;

/** What training for sentiment does to vectors that only knew which words stand together. */
export function describeWordMaps(maps: readonly WordMap[]): string {
  const [widest, ...others] = maps.toSorted((a, b) => b.separation - a.separation);
  if (widest === undefined) return 'Too few of the words that speak for a side have vectors to map them';
  const beside = [...others.map(({ name, separation }) => `${name} ${percent(separation)}`), 'chance 50 %'];
  const [happySad] = TEST_PAIRS;
  const ranks = [widest, ...others].flatMap(({ name, pairs: [pair] }) =>
    pair === undefined ? [] : [`${percent(pair.rank)} (${name})`],
  );
  const pair =
    ranks.length === 0
      ? ''
      : `; ${happySad.join('–')} are nearer than ${list(ranks)} of random pairs of words`;
  return `In the ${widest.name} vectors ${describeSeparation(widest)} (${beside.join(', ')})${pair}`;
}

/** Vectors that are right about sides in so many cases know something of sentiment. */
const TELLING = 0.7;

export function adviseOnVectors(maps: readonly WordMap[]): string {
  const [telling, other] = [true, false].map((isTelling) =>
    maps.filter(({ separation }) => separation >= TELLING === isTelling).map(({ name }) => name),
  ) as [string[], string[]];
  const close =
    'hold opposites close, as these stand in the same places; a classifier trained on top must pull them apart.';
  if (maps.length === 0) return 'nothing can be said of vectors here.';
  if (telling.length === 0) return `these vectors ${close}`;
  const known = `the vectors of ${list(telling)} know of sentiment`;
  return other.length === 0
    ? `${known}: words of one side stand together.`
    : `${known}; those of ${list(other)} ${close}`;
}
