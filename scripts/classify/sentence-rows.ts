import { spell, splitSentences } from '../../classifier/internals/index.ts';
import { finish } from '../../classifier/src/index.ts';
import type { Row } from './rows.ts';

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Adds, after each text of several sentences, a row for each of its sentences, on the same line. Markup and emoji are
 * brought to plain prose there, and sentences without a letter or a digit are left out.
 */
export async function* addSentences(rows: AsyncIterable<Row>): AsyncGenerator<Row, void> {
  for await (const row of rows) {
    yield row;
    if (row.fault !== undefined) continue;
    const { plain } = spell(row.text);
    const spans = finish(splitSentences(plain));
    if (spans.length < 2) continue;
    for (const { start, end } of spans) {
      const text = plain.slice(start, end);
      if (LETTER_OR_DIGIT.test(text)) yield { ...row, text };
    }
  }
}
