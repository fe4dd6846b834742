import { expect } from 'vitest';
import type { Drawing } from '../../scripts/charts/draw-chart.ts';

/** What a chart says: its texts from the first to the last, without empty ones and those that are not to be seen. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<(?:text|tspan)\b(?![^>]*\bopacity="0")[^>]*>([^<]+)/g)].map(([, text]) =>
    text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );
}

/** A title of more than a line, and its lines. */
export const LONG_TITLE = `${'finding '.repeat(20)}ends`;
export const LONG_TITLE_LINES = [`${'finding '.repeat(11).trim()}`, `${'finding '.repeat(9)}ends`];

/** Checks a chart that was drawn with `LONG_TITLE`: it holds its title in lines and these texts, and fits the report. */
export function expectWhole({ svg }: Drawing, texts: readonly string[]): void {
  expect(textsOf(svg)).toEqual(expect.arrayContaining([...LONG_TITLE_LINES, ...texts]));
  expectFigures(svg);
  expect(svg).not.toContain('font-family="sans-serif"'); // but the one that it was measured with
  expect(Number(svg.match(/ width="(\d+)"/)![1])).toBeLessThanOrEqual(860); // the report has 878 px for it
}

/** Checks that each figure of a chart is one. */
export function expectFigures(svg: string): void {
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
}

/** The colors that a chart is filled with. */
export function fillsOf(svg: string): Set<string> {
  return new Set([...svg.matchAll(/fill="(#[0-9a-f]{6})"/g)].map(([, color]) => color!));
}
