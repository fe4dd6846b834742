import { expect, test } from 'vitest';
import { SENTIMENTS } from '../../../../classifier/src/index.ts';
import { drawWordMap } from '../../../../scripts/explore/word-map/charts.ts';
import type { SentimentWord } from '../../../../scripts/explore/word-map/sentiment-words.ts';
import type { Placed, WordMap } from '../../../../scripts/explore/word-map/study.ts';
import { expectWhole, LONG_TITLE, textsOf } from '../../../helpers/chart-texts.ts';

const mapped = (word: string, valence: number, x: number, y: number): Placed<SentimentWord> => ({
  word,
  valence,
  z: valence - 2,
  umap: [x, y],
  pca: [y, x],
});
const MAP: WordMap = {
  name: 'made',
  words: [mapped('happy', 4, 0, 0), mapped('sad', 0, 1, 0.5), mapped('warm', 3, 0.5, 1)],
  separation: 1,
  pairs: [],
};

const drawing = await drawWordMap(LONG_TITLE, MAP);

test('the chart holds its title in lines, its labels and its figures', () => {
  expectWhole(drawing, [...SENTIMENTS, 'happy', 'sad', 'warm', expect.stringMatching(/^UMAP/)]);
});

test('the same is drawn of the same, in each byte', async () => {
  const again = await drawWordMap(LONG_TITLE, MAP);
  expect(again.svg).toBe(drawing.svg);
  expect(Buffer.compare(await again.drawPng(), await drawing.drawPng())).toBe(0);
});

test('a word without room for its label stays a point', async () => {
  const words = Array.from({ length: 60 }, (_, i) => mapped(`crowded${i}`, 2, i / 1e4, i / 1e4));
  const far = mapped('far', 4, 1, 1);
  const { svg } = await drawWordMap('', { ...MAP, words: [...words, far] });
  const shown = textsOf(svg).filter((text) => text.startsWith('crowded'));
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThan(60);
  expect(svg.match(/<path transform="translate/g)).toHaveLength(2 * 61 + SENTIMENTS.length); // with the legend's
});

test('the test pairs have their labels first, in bold, then the strongest words', async () => {
  const crowd = Array.from({ length: 30 }, (_, i) => mapped(`crowded${i}`, 2, i / 1e4, i / 1e4));
  const words = [...crowd, mapped('good', 4, 0, 0), mapped('far', 4, 1, 1)];
  for (const ordered of [words, words.toReversed()]) {
    const { svg } = await drawWordMap('', { ...MAP, words: ordered });
    expect(textsOf(svg).filter((text) => text === 'good')).toHaveLength(2);
    expect(svg).toMatch(/font-weight="bold"[^>]*>good</);
    const shown = new Set(textsOf(svg).filter((text) => text.startsWith('crowded')));
    const strongest = ordered.filter(({ word }) => word.startsWith('crowded')).map(({ word }) => word);
    expect([...shown].sort()).toEqual(strongest.slice(0, shown.size).sort());
  }
});
