import { ClassifierError } from '../../classifier/src/index.ts';
import { type Answer, abstain } from '../../functions/contract/abstain.ts';
import { PART_BYTES, PART_TEXTS } from '../../functions/service/parts.ts';
import type { AnyClassifier } from '../program/classify-texts.ts';
import { type OutputStyle, PREFIX, resultColumns, tableRow, toRow } from './output.ts';

/** A row of a file. */
export interface Row {
  /** The text; empty if the row is invalid. */
  text: string;
  /** The line on which it starts, from 1. */
  line: number;
  /** The text to print before the result: the row's own fields in the output format. */
  before?: string;
  /** Whether the result's fields get a prefix, because the data has a column of the same name. */
  isPrefixed?: boolean;
  /** The reason why the row is invalid. */
  fault?: string;
}

/** Rows with their results. */
export interface ClassifiedRows {
  /** The output lines, with line feeds. */
  output: string;
  /** The number of texts that the classifier refused, such as one that is too long for a transformer. */
  numRefused: number;
}

/** Classifies rows and formats their output lines. */
export async function classifyRows(
  { classify }: Pick<AnyClassifier, 'classify'>,
  rows: readonly Row[],
  style: OutputStyle,
): Promise<ClassifiedRows> {
  let numRefused = 0;
  async function answer(row: Row): Promise<string> {
    if (row.fault !== undefined || row.text.trim() === '') return formatRow(row, undefined, style);
    try {
      return formatRow(row, abstain(await classify(row.text), style), style);
    } catch (error) {
      if (!(error instanceof ClassifierError)) throw error;
      numRefused++;
      return formatRow({ ...row, fault: error.message }, undefined, style);
    }
  }
  const lines = await Promise.all(rows.map(answer));
  return { output: lines.map((line) => `${line}\n`).join(''), numRefused };
}

function formatRow(row: Row, result: Answer | undefined, style: OutputStyle): string {
  const { text, line, before = '', fault } = row;
  const error = fault === undefined ? {} : { error: fault };
  switch (style.format) {
    case 'table':
      return tableRow(fault === undefined ? text : `line ${line}: ${fault}`, style.labels, result);
    case 'json':
      return join(before, { ...(fault === undefined && { text }), ...result, ...error });
    case 'ndjson':
      return join(before, row.isPrefixed ? withPrefix({ ...result, ...error }) : { ...result, ...error });
    default: {
      const fields: Record<string, unknown> = { ...result, ...error };
      const added = toRow(
        resultColumns(style.labels).map((name) => fields[name]),
        style,
      );
      return before === '' ? added : `${before}${style.format === 'tsv' ? '\t' : style.delimiter}${added}`;
    }
  }
}

/** Completes the beginning of an object, such as `{"id":1`, with further fields. */
function join(before: string, fields: object): string {
  const own = JSON.stringify(fields).slice(1);
  return before === '{' ? `{${own}` : own === '}' ? `${before}}` : `${before},${own}`;
}

function withPrefix(fields: object): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [PREFIX + name, value]));
}

/** Rows that are classified together, limited in number and in size of text like a part of a batch. */
export interface RowGroup {
  rows: Row[];
  /** Whether the group is full; smaller groups are not worth sending to a thread. */
  isFull: boolean;
}

/** Groups the rows that are available at the same time, so that no row waits for one that is still to be read. */
export async function* groupRows(rows: AsyncIterable<Row>): AsyncGenerator<RowGroup, void> {
  const iterator = rows[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const group: RowGroup = { rows: [], isFull: false };
    const turn = new Promise<undefined>((resolve) => setImmediate(resolve, undefined));
    let size = 0;
    // An error is thrown only after the rows before it have been passed on.
    for (let step: IteratorResult<Row> | undefined = first; step && !step.done && !group.isFull; ) {
      group.rows.push(step.value);
      size += step.value.text.length;
      next = iterator.next();
      group.isFull = group.rows.length === PART_TEXTS || size >= PART_BYTES;
      step = await Promise.race([next.catch(() => undefined), turn]);
    }
    yield group;
  }
}
