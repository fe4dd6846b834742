import { markdownTable as formatTable } from 'markdown-table';

/**
 * A Markdown table that reads well as plain text too: the first column to the left, the others, which hold
 * figures, to the right.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return formatTable([head, ...rows], { align: head.map((_, i) => (i === 0 ? undefined : 'right')) });
}
