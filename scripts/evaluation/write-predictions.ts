import { readTextRecords, requireFormat } from '../../classifier/training/index.ts';
import type { DataOptions } from '../program/data-option.ts';
import { openInput } from '../program/read-file.ts';
import { writeWhole } from '../program/write-whole.ts';
import type { Evaluation } from './evaluate.ts';

/**
 * Writes what a model said of each text as NDJSON: all columns of its record, then `predicted` and `isRight`.
 * @param path the data that was measured on
 */
export async function writePredictions(
  out: string,
  path: string,
  { texts, labels }: Pick<Evaluation, 'texts' | 'labels'>,
  { textColumn, delimiter }: DataOptions,
): Promise<void> {
  const byLine = new Map(texts.map((evaluated) => [evaluated.text.line, evaluated]));
  const lines: string[] = [];
  const options = { ...(textColumn && { textColumn }), ...(delimiter && { delimiter }) };
  for await (const { line, fields } of readTextRecords(await openInput(path), requireFormat(path), options)) {
    const evaluated = byLine.get(line);
    if (evaluated === undefined) continue;
    const { label, predicted, confidence } = evaluated.outcome;
    const said = {
      sentiment: labels.names[predicted]!,
      label: predicted,
      confidence,
      probabilities: evaluated.result.probabilities,
    };
    lines.push(JSON.stringify({ ...fields, predicted: said, isRight: predicted === label }));
  }
  await writeWhole(out, `${lines.join('\n')}\n`);
}
