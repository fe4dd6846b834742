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
import { drawWordMap } from './charts.ts';
import { adviseOnVectors, compareWordMaps, describeSources, describeWordMap } from './findings.ts';
import { TEST_PAIRS, type WordMap } from './study.ts';

/** The section on word vectors, with a map of each source. */
export async function composeWordMaps(wordMaps: readonly WordMap[]): Promise<Section> {
  const blocks: Block[] = [text(`${compareWordMaps(wordMaps)}.`)];
  const sources = describeSources(wordMaps);
  if (sources.length > 0) blocks.push(text(sources.join(' ')));
  if (wordMaps.length > 0) {
    blocks.push(
      table(
        [
          'vectors',
          'words',
          'one side nearer than opposite ones',
          ...TEST_PAIRS.map((pair) => `${pair.join('–')}: cosine (nearer than)`),
        ],
        wordMaps.map(({ name, words, separation, pairs }) => [
          name,
          String(words.length),
          percent(separation),
          ...pairs.map((pair) =>
            pair === undefined ? '–' : `${decimal(pair.cosine)} (${percent(pair.rank)})`,
          ),
        ]),
      ),
    );
  }
  for (const map of wordMaps) {
    blocks.push(
      await chart(`words-${map.name.replace(/[^\w.-]+/g, '-')}`, describeWordMap(map), (title) =>
        drawWordMap(title, map),
      ),
    );
  }
  return {
    title: 'Word vectors',
    blocks: [
      ...blocks,
      text(
        'Cosines of different vectors cannot be compared with each other; how many random pairs of words are less near can.',
      ),
      advice(adviseOnVectors(wordMaps)),
    ],
  };
}
