import type { ColorValueRef, Legend, Mark, Scale, Spec } from 'vega';
import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { type Drawing, drawVega, INK, SENTIMENT_COLORS } from '../../charts/draw-chart.ts';
import { heading } from '../../charts/scales.ts';
import type { FrequentWord } from './frequent-words.ts';
import { type Placed, TEST_PAIRS, type WordMap, type WordPlaces } from './study.ts';

const SIZE = 400;
const GAP = 24;
/** The margin for the labels of the outermost words, in pixels. */
const MARGIN = 24;
const MAPS = [
  { key: 'umap', title: 'UMAP: neighbours stay together' },
  { key: 'pca', title: 'PCA: the directions of greatest variance' },
] as const;

/** The subtitle and the color scale of a map. */
interface Coloring {
  subtitle: string;
  fill: ColorValueRef;
  scales?: Scale[];
  legends?: Legend[];
}

const BY_VALENCE: Coloring = {
  subtitle: 'Words that speak for a side, in the color of the mean label of their texts',
  fill: { scale: 'color', field: 'valence' },
  scales: [
    {
      name: 'color',
      type: 'linear',
      domain: SENTIMENTS.map((_, label) => label),
      range: [...SENTIMENT_COLORS],
    },
  ],
  legends: [
    {
      fill: 'color',
      type: 'symbol',
      orient: 'bottom',
      direction: 'horizontal',
      values: SENTIMENTS.map((_, label) => label),
      encode: { labels: { update: { text: { signal: `${JSON.stringify(SENTIMENTS)}[datum.value]` } } } },
    },
  ],
};

/** Draws a map of the words that speak for a side, the strongest first. */
export function drawWordMap(title: string, { words }: WordMap): Promise<Drawing> {
  return drawMaps(title, words, BY_VALENCE);
}

/** Draws a map of the most frequent words, the most frequent first. */
export function drawFrequentWords(title: string, { words }: WordPlaces<FrequentWord>): Promise<Drawing> {
  return drawMaps(title, words, {
    subtitle: 'The most frequent nouns, verbs, adjectives and adverbs',
    fill: { value: SENTIMENT_COLORS.at(-1)! },
  });
}

/**
 * Draws two maps side by side, in Vega, which places labels without collisions. A word without room for its label is
 * only a point; the test pairs and then the first words have priority.
 */
function drawMaps(
  title: string,
  words: readonly Placed<{ word: string; valence?: number }>[],
  { subtitle, fill, ...legend }: Coloring,
): Promise<Drawing> {
  const named = new Set<string>(TEST_PAIRS.flat());
  const values = words.map(({ word, valence, umap, pca }, i) => ({
    word,
    valence,
    umapX: umap[0],
    umapY: umap[1],
    pcaX: pca[0],
    pcaY: pca[1],
    isNamed: named.has(word),
    priority: named.has(word) ? words.length : words.length - 1 - i,
  }));
  const spec: Spec = {
    width: 2 * SIZE + GAP,
    height: SIZE + 20,
    title: heading(title, subtitle),
    data: [{ name: 'words', values }],
    ...legend,
    marks: MAPS.map(({ key, title: name }, i) => drawPanel(key, name, i * (SIZE + GAP), fill)),
  };
  return drawVega(spec);
}

function drawPanel(key: string, title: string, left: number, fill: ColorValueRef): Mark {
  const axis = (name: 'X' | 'Y', range: 'width' | 'height') => ({
    name: `${key}${name}`,
    type: 'linear' as const,
    domain: { data: 'words', field: `${key}${name}` },
    range: range === 'width' ? [MARGIN, SIZE - MARGIN] : [SIZE - MARGIN, MARGIN],
    zero: false,
  });
  return {
    type: 'group',
    encode: {
      enter: {
        x: { value: left },
        y: { value: 20 },
        width: { value: SIZE },
        height: { value: SIZE },
        stroke: { value: '#ddd6cb' },
      },
    },
    scales: [axis('X', 'width'), axis('Y', 'height')],
    marks: [
      // Not a Vega title: labels without room lie invisible in the corner and would push it up.
      {
        type: 'text',
        encode: {
          enter: { text: { value: title }, y: { value: -8 }, fontSize: { value: 12 }, fill: { value: INK } },
        },
      },
      {
        name: `${key}Points`,
        type: 'symbol',
        from: { data: 'words' },
        encode: {
          enter: {
            x: { scale: `${key}X`, field: `${key}X` },
            y: { scale: `${key}Y`, field: `${key}Y` },
            size: { value: 34 },
            fill,
          },
        },
      },
      {
        type: 'text',
        from: { data: `${key}Points` },
        encode: {
          enter: {
            text: { field: 'datum.word' },
            fontSize: { value: 11 },
            fontWeight: [{ test: 'datum.datum.isNamed', value: 'bold' }, { value: 'normal' }],
            fill: { value: INK },
          },
        },
        transform: [
          {
            type: 'label',
            size: [SIZE, SIZE],
            anchor: ['right', 'left', 'top', 'bottom'],
            offset: [3],
            sort: { field: 'datum.datum.priority', order: 'descending' },
          },
        ],
      },
    ],
  } as Mark;
}
