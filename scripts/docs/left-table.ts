/** A Markdown table of words, its columns not padded: a long cell widens no other row. */
export function leftTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .map((line) => line.replaceAll('|  |', '| |'))
    .join('\n');
}
