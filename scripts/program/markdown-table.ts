import { markdownTable as formatTable } from 'markdown-table';

/**
 * Formats a Markdown table that is also readable as plain text. The first column is left-aligned, the others, which
 * hold numbers, are right-aligned.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return formatTable([head, ...rows], { align: head.map((_, i) => (i === 0 ? undefined : 'right')) });
}
