import type { Classifier } from '../../classifier/src/index.ts';
import { type Answer, abstain } from '../../functions/contract/abstain.ts';
import { UNDECIDED } from '../../functions/contract/sentiment-title.ts';
import { PART_BYTES, PART_TEXTS } from '../../functions/service/parts.ts';

/** A text of a file. */
export interface Row {
  text: string;
  /** The line on which it starts, from 1. */
  line: number;
}

/** How rows are classified and printed. */
export interface RowOptions {
  /** Whether as JSON, and not as a table. */
  asJson: boolean;
  /** The confidence from which a class is told, 0 to 1. */
  minConfidence: number | undefined;
}

/** The head of the table. */
export const TABLE_HEADER = 'sentiment          confidence  valence  text\n';

/** The lines that are printed of some texts, with their line feeds. */
export function classifyRows({ classify }: Classifier, rows: readonly Row[], options: RowOptions): string {
  return rows
    .map(({ line, text }) => {
      const classification = abstain(classify(text), options);
      return `${options.asJson ? JSON.stringify({ line, text, ...classification }) : formatRow(text, classification)}\n`;
    })
    .join('');
}

function formatRow(text: string, { sentiment, confidence, valence }: Answer): string {
  // Line breaks and other control characters would break the table, or play tricks on the terminal.
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return `${(sentiment ?? UNDECIDED).padEnd(17)}  ${confidence.toFixed(2).padStart(10)}  ${valence.toFixed(2).padStart(7)}  ${line}`;
}

/** Rows that are classified together: as many, or as much text, as a part of a batch has. */
export interface RowGroup {
  rows: Row[];
  /** Whether it is as large as groups are: others are worth no message. */
  isFull: boolean;
}

/** Groups rows that come at once, so that none waits for one that is still to be read. */
export async function* groupRows(rows: AsyncIterable<Row>): AsyncGenerator<RowGroup, void> {
  const iterator = rows[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const group: RowGroup = { rows: [], isFull: false };
    const turn = new Promise<undefined>((resolve) => setImmediate(resolve, undefined));
    let size = 0;
    // What fails is told once those before it are on their way.
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
