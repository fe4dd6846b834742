/** What may stand between the fields of a CSV whose first line names its columns. */
const DELIMITERS = [',', ';', '\t', '|'];

/** The line by which Excel is told what stands between the fields. */
export const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

/** What most stands between the fields of the first line, quoted ones left out; a comma where nothing does. */
export function findDelimiter(text: string): string {
  const [line = ''] = text.trimStart().split('\n', 1);
  const unquoted = line.replace(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string): number => unquoted.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** A delimiter in words, for messages. */
export function nameDelimiter(delimiter: string): string {
  return { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab' }[delimiter] ?? `"${delimiter}"`;
}
