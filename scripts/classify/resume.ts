import { createReadStream, existsSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { readLines } from '../../classifier/training/index.ts';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import type { Row } from './rows.ts';

const LINE_FEED = 0x0a;

/** The path of an output that is not complete. */
export const partOf = (out: string): string => `${out}.part`;

/** The results of an earlier run. */
export interface Results {
  file: string;
  /** Whether the run was finished. */
  isComplete: boolean;
}

/** Finds the results of an earlier run. A cut last line of unfinished ones is dropped. */
export async function findResults(out: string): Promise<Results> {
  const part = partOf(out);
  if (existsSync(out) && !existsSync(part)) return { file: out, isComplete: true };
  await dropCutLine(part);
  return { file: part, isComplete: false };
}

/** Drops the end of an unfinished output after its last line feed, if there is an output. */
async function dropCutLine(part: string): Promise<void> {
  if (!existsSync(part)) return;
  let [size, end] = [0, 0];
  for await (const chunk of createReadStream(part) as AsyncIterable<Buffer>) {
    const last = chunk.lastIndexOf(LINE_FEED);
    if (last >= 0) end = size + last + 1;
    size += chunk.length;
  }
  if (end < size) await truncate(part, end);
}

/**
 * Skips the rows that have a result in an output of `--json`. Its lines are read before the first of the other
 * rows is passed on, so that more may then be appended.
 * @param model the name of the model
 * @param onDone called with each row that is skipped, and whether its result is an error
 * @throws UsageError if the output is of other rows or of another model, or is complete without some rows
 */
export async function* skipDone(
  rows: AsyncIterable<Row>,
  { file, isComplete }: Results,
  model: string,
  onDone: (row: Row, isError: boolean) => void,
): AsyncGenerator<Row, void> {
  const results = existsSync(file) ? readLines(await openInput(file)) : undefined;
  let isOver = results === undefined;
  for await (const row of rows) {
    const next = isOver ? undefined : await results!.next();
    if (next === undefined || next.done) {
      isOver = true;
      if (isComplete) throw refuse(file, undefined, 'complete, but there are more texts');
      yield row;
      continue;
    }
    const { text: written, line } = next.value;
    const { text, model: ofModel, error } = parse(written) ?? {};
    const isError = typeof error === 'string';
    const isSame = written.startsWith(row.before!) && (isError || (text === row.text && ofModel === model));
    if (!isSame) throw refuse(file, line, 'not the result of this text and model');
    onDone(row, isError);
  }
  if (!isOver && !(await results!.next()).done)
    throw refuse(file, undefined, 'more results than there are texts');
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const refuse = (file: string, line: number | undefined, problem: string): UsageError =>
  new UsageError(
    `--resume: ${file}${line === undefined ? '' : `, line ${line}`}: ${problem}; delete it to begin again`,
  );
