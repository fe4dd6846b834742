import { list, percent, plural } from '../../report/index.ts';
import type { FrequentWord } from './frequent-words.ts';
import { TEST_PAIRS, type WordMap, type WordPlaces } from './study.ts';

// Findings about sentiment in word vectors, and the advice for training that follows.

/** Describes how well one source of vectors separates the two sides. */
export function describeWordMap(map: WordMap): string {
  return `${map.name}: ${describeSeparation(map)}${describePairs(map)}`;
}

/** Describes the map of the most frequent words for one source of vectors. */
export function describePlaces(places: WordPlaces<FrequentWord>): string {
  return `${places.name}: where the ${plural(places.words.length, 'most frequent word')} stand${describePairs(places)}`;
}

/** Describes the nearness of the test pairs after a semicolon; empty if the source has none of them. */
function describePairs({ pairs }: Pick<WordMap, 'pairs'>): string {
  const known = TEST_PAIRS.flatMap(([a, b], i) => {
    const pair = pairs[i];
    return pair === undefined ? [] : [`${a}–${b} than ${percent(pair.rank)}`];
  });
  return known.length === 0
    ? ''
    : `; ${list(known)} of random pairs of words`.replace(' than', ' are nearer than');
}

const describeSeparation = ({ separation }: WordMap): string =>
  `two words of one side are nearer than two of opposite sides in ${percent(separation)} of cases`;

/** Describes how training for sentiment changes vectors learned only from co-occurrence. */
export function compareWordMaps(maps: readonly WordMap[]): string {
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

/** The training data of the known sources. */
const SOURCES: Readonly<Record<string, string>> = {
  own: 'trained on these texts alone, by skip-gram, which learns only which words stand together',
  wink: 'GloVe’s, trained on general text, which too learns only which words stand together',
  recurrent:
    'those of the model that comes with this project: they began as wink’s and were trained for sentiment, on the treebank’s training sentences, whose words they know better than those of other data',
};

/** Describes the origin of the vectors, as far as it is known. */
export function describeSources(maps: readonly Pick<WordMap, 'name'>[]): string[] {
  const names = maps.map(({ name }) => name);
  const hint =
    names.includes('recurrent') && !names.includes('wink')
      ? ['To see what that training changed, ask for wink’s too: --vectors own wink recurrent.']
      : [];
  return [
    ...names.flatMap((name) => (name in SOURCES ? `The ${name} vectors are ${SOURCES[name]}.` : [])),
    ...hint,
  ];
}

/** The separation from which vectors count as informative about sentiment. */
const TELLING = 0.7;

/** Advises on which vectors separate the two sides. */
export function adviseOnVectors(maps: readonly WordMap[]): string {
  const [telling, other] = [true, false].map((isTelling) =>
    maps.filter(({ separation }) => separation >= TELLING === isTelling).map(({ name }) => name),
  ) as [string[], string[]];
  if (maps.length === 0) return 'nothing can be said of vectors here.';
  const hardly = 'hardly tell the sides of these words apart; a classifier on top must learn to.';
  if (telling.length === 0) return `these vectors ${hardly}`;
  const known = `the ${list(telling)} vectors tell the sides of these words apart`;
  return other.length === 0 ? `${known}.` : `${known}; the ${list(other)} ones ${hardly}`;
}
