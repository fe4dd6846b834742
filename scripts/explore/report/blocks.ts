import type { Drawing } from '../../charts/draw-chart.ts';
import type { Block } from './render.ts';

/** What sections are made of. */

export async function chart(
  name: string,
  title: string,
  draw: (title: string) => Promise<Drawing>,
): Promise<Block> {
  return { kind: 'chart', chart: { name, title, ...(await draw(title)) } };
}

export const text = (words: string): Block => ({ kind: 'text', text: words });
/** What a finding means for training. */
export const advice = (words: string): Block => text(`For training: ${words}`);
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
