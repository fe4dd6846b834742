import { SENTIMENTS } from '../../classifier/src/index.ts';
import { SENTIMENT_COLORS } from './draw-chart.ts';

/** How wide a chart is, in pixels. */
export const WIDTH = 760;
const LINE_CHARACTERS = 88;

/** The color of each sentiment by its name. */
export const SENTIMENT_SCALE = { domain: [...SENTIMENTS], range: [...SENTIMENT_COLORS] };
/** The color of each label, and of means between them. */
export const VALENCE_SCALE = { domain: SENTIMENTS.map((_, label) => label), range: [...SENTIMENT_COLORS] };
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
