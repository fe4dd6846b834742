import type { Drawing } from '../charts/draw-chart.ts';
import type { Block } from './render.ts';

/**
 * A chart, drawn.
 * @param name that of its files
 * @param title the finding that it shows
 */
export async function chart(
  name: string,
  title: string,
  draw: (title: string) => Promise<Drawing>,
): Promise<Block> {
  return { kind: 'chart', chart: { name, title, ...(await draw(title)) } };
}

/** A paragraph. */
export const text = (words: string): Block => ({ kind: 'text', text: words });
/** A paragraph on what a finding means for training. */
export const advice = (words: string): Block => text(`For training: ${words}`);
/** A table, its head in the first row. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
