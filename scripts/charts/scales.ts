import { type LabelSet, SENTIMENTS } from '../../classifier/src/index.ts';
import { SENTIMENT_COLORS } from './draw-chart.ts';

/** The width of a chart, in pixels. */
export const WIDTH = 760;
const LINE_CHARACTERS = 88;

/** The color of each sentiment by its name. */
export const SENTIMENT_SCALE = { domain: [...SENTIMENTS], range: [...SENTIMENT_COLORS] };
/** The color of each label, interpolated for means between labels. */
export const VALENCE_SCALE = { domain: SENTIMENTS.map((_, label) => label), range: [...SENTIMENT_COLORS] };
/**
 * Colors for up to 20 unordered classes: Tableau's 20, from Vega's scheme, so that neighbours are easy to tell apart.
 */
const DISTINCT_COLORS = [
  ...[
    '#4c78a8',
    '#f58518',
    '#54a24b',
    '#b79a20',
    '#439894',
    '#e45756',
    '#d67195',
    '#b279a2',
    '#9e765f',
    '#79706e',
  ],
  ...[
    '#9ecae9',
    '#ffbf79',
    '#88d27a',
    '#f2cf5b',
    '#83bcb6',
    '#ff9d98',
    '#fcbfd2',
    '#d6a5c9',
    '#d8b5a5',
    '#bab0ac',
  ],
];

/** The color of each class: from the scale of sentiments if the classes are ordered, else a distinct one. */
export function colorsOf({ names, isScale }: LabelSet): string[] {
  if (!isScale) return DISTINCT_COLORS.slice(0, names.length);
  return names.map((_, label) => mixColors(((SENTIMENT_COLORS.length - 1) * label) / (names.length - 1)));
}

/** The color of each class by its name. */
export const colorScale = (labels: LabelSet) => ({ domain: [...labels.names], range: colorsOf(labels) });

/** Interpolates between the colors of the sentiments. */
function mixColors(at: number): string {
  const [below, above] = [SENTIMENT_COLORS[Math.floor(at)]!, SENTIMENT_COLORS[Math.ceil(at)]!];
  const share = at - Math.floor(at);
  const mixed = [1, 3, 5].map((i) => {
    const [from, to] = [below, above].map((color) => Number.parseInt(color.slice(i, i + 2), 16)) as [
      number,
      number,
    ];
    return Math.round(from + share * (to - from))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

/** An axis of shares. */
export const SHARES = { format: '.0%', tickCount: 6 };

/** A title's lines, none wider than a chart; a number stays with its percent sign, or its z. */
export function wrap(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(/(?<!\(z) (?!%)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_CHARACTERS)
      lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines;
}

/** A chart's title, which says what it shows, and what it is a chart of. */
export const heading = (title: string, subtitle: string) => ({ text: wrap(title), subtitle });
