import { readFile } from './read-file.ts';
import { UsageError } from './run-program.ts';

/** Reads the lines of a file of citations. @throws UsageError if the file is empty */
export async function readCitations(path: string): Promise<string[]> {
  const lines = new TextDecoder().decode(await readFile(path)).split(/\r?\n/);
  const citations = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (citations.length > 0) return citations;
  throw new UsageError(`${path} is empty; expected one citation a line`);
}
