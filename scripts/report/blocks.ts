import type { Drawing } from '../charts/draw-chart.ts';
import type { Block } from './render.ts';

/**
 * A block with a drawn chart.
 * @param name the name of its files, without extension
 * @param title the finding that it shows
 */
export async function chart(
  name: string,
  title: string,
  draw: (title: string) => Promise<Drawing>,
): Promise<Block> {
  return { kind: 'chart', chart: { name, title, ...(await draw(title)) } };
}

/** A block with a paragraph. */
export const text = (words: string): Block => ({ kind: 'text', text: words });
/** A paragraph with advice for training. */
export const advice = (words: string): Block => text(`For training: ${words}`);
/** A block with a table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
