/** Formats a Markdown table of text without padding, so that a long cell does not widen other rows. */
export function leftTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .map((line) => line.replaceAll('|  |', '| |'))
    .join('\n');
}
