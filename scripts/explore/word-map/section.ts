import {
  advice,
  type Block,
  chart,
  decimal,
  percent,
  type Section,
  table,
  text,
} from '../../report/index.ts';
import { drawFrequentWords, drawWordMap } from './charts.ts';
import {
  adviseOnVectors,
  compareWordMaps,
  describePlaces,
  describeSources,
  describeWordMap,
} from './findings.ts';
import type { FrequentWord } from './frequent-words.ts';
import { TEST_PAIRS, type WordMap, type WordPlaces } from './study.ts';

const ON_COSINES =
  'Cosines of different vectors cannot be compared with each other; how many random pairs of words are less near can.';
const PAIR_HEADS = TEST_PAIRS.map((pair) => `${pair.join('–')}: cosine (nearer than)`);

const describePair = (pair: WordMap['pairs'][number]): string =>
  pair === undefined ? '–' : `${decimal(pair.cosine)} (${percent(pair.rank)})`;

/** The file name of a map, without extension. */
const nameChart = ({ name }: Pick<WordMap, 'name'>): string => `words-${name.replace(/[^\w.-]+/g, '-')}`;

/** Composes the section on word vectors for texts without labels, with a map for each source. */
export async function composeFrequentWords(maps: readonly WordPlaces<FrequentWord>[]): Promise<Section> {
  const title = 'Word vectors';
  if (maps.length === 0) {
    return { title, blocks: [text('Too few of the frequent words have vectors to map them.')] };
  }
  const rows = maps.map(({ name, words, pairs }) => [name, String(words.length), ...pairs.map(describePair)]);
  const blocks: Block[] = [table(['vectors', 'words', ...PAIR_HEADS], rows)];
  for (const map of maps) {
    blocks.push(
      await chart(nameChart(map), describePlaces(map), (heading) => drawFrequentWords(heading, map)),
    );
  }
  return { title, blocks: [...listSources(maps), ...blocks, text(ON_COSINES)] };
}

function listSources(maps: readonly Pick<WordMap, 'name'>[]): Block[] {
  const sources = describeSources(maps);
  return sources.length === 0 ? [] : [text(sources.join(' '))];
}

/** Composes the section on word vectors, with a map for each source. */
export async function composeWordMaps(wordMaps: readonly WordMap[]): Promise<Section> {
  const blocks: Block[] = [text(`${compareWordMaps(wordMaps)}.`), ...listSources(wordMaps)];
  if (wordMaps.length > 0) {
    blocks.push(
      table(
        ['vectors', 'words', 'one side nearer than opposite ones', ...PAIR_HEADS],
        wordMaps.map(({ name, words, separation, pairs }) => [
          name,
          String(words.length),
          percent(separation),
          ...pairs.map(describePair),
        ]),
      ),
    );
  }
  for (const map of wordMaps) {
    blocks.push(await chart(nameChart(map), describeWordMap(map), (title) => drawWordMap(title, map)));
  }
  return {
    title: 'Word vectors',
    blocks: [...blocks, text(ON_COSINES), advice(adviseOnVectors(wordMaps))],
  };
}
