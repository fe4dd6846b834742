import type { Classification } from '../../classifier/src/index.ts';
import { readTextRecords, requireFormat } from '../../classifier/training/index.ts';
import { needsPrefix, PREFIX } from '../classify/output.ts';
import type { DataOptions } from '../program/data-option.ts';
import { openInput } from '../program/read-file.ts';
import { writeWhole } from '../program/write-whole.ts';
import type { Evaluation } from './evaluate.ts';

/** The columns added to a text's own; `isRight` compares labels, or sides if the text has no label. */
type Prediction = Classification & { isRight: boolean };

/**
 * Writes one row for each text as NDJSON: its own columns, then the columns of `classify` and `isRight`. The added
 * names get the prefix `predicted_` if the data has a column of one of these names.
 * @param path the data file that was evaluated
 */
export async function writePredictions(
  out: string,
  path: string,
  { texts, sided, labels }: Evaluation,
  { textColumn, delimiter }: DataOptions,
): Promise<void> {
  const byLine = new Map<number, Prediction>([
    ...sided.map(({ text, result, isRight }) => [text.line, { ...result, isRight }] as const),
    ...texts.map(({ text, result, outcome }) => {
      const { label, predicted, confidence } = outcome;
      const given = { sentiment: labels.names[predicted]!, label: predicted, confidence };
      return [text.line, { ...result, ...given, isRight: predicted === label }] as const;
    }),
  ]);
  const rows: { fields: Record<string, unknown>; prediction: Prediction }[] = [];
  const options = { ...(textColumn && { textColumn }), ...(delimiter && { delimiter }) };
  for await (const { line, fields } of readTextRecords(await openInput(path), requireFormat(path), options)) {
    const prediction = byLine.get(line);
    if (prediction !== undefined) rows.push({ fields, prediction });
  }
  const columns = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  const prefix = needsPrefix(columns, labels) || columns.includes('isRight') ? PREFIX : '';
  const lines = rows.map(({ fields, prediction }) => {
    const added = Object.entries(prediction).map(([name, value]) => [prefix + name, value]);
    return `${JSON.stringify({ ...fields, ...Object.fromEntries(added) })}\n`;
  });
  await writeWhole(out, lines.join(''));
}
