/** The delimiters that are detected in the first line of a CSV file. */
const DELIMITERS = [',', ';', '\t', '|'];

/** The first line that tells Excel the delimiter. */
export const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

/** Finds the delimiter most frequent in the first line outside quotes; a comma if there is none. */
export function findDelimiter(text: string): string {
  const [line = ''] = text.trimStart().split('\n', 1);
  const unquoted = line.replace(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string): number => unquoted.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Names a delimiter for messages. */
export function nameDelimiter(delimiter: string): string {
  return { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab' }[delimiter] ?? `"${delimiter}"`;
}
