import type { LabelSet } from '../../classifier/src/index.ts';
import { DatasetError, readRecords, requireFormat } from '../../classifier/training/index.ts';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';

/**
 * Reads the predictions of another system: each row has a class by name or label.
 * @param path an NDJSON, CSV or TSV file
 * @param column the name of the class column
 * @returns the label of each text, shape [numTexts]
 * @throws DatasetError for a row without a valid class
 * @throws UsageError unless there is one prediction for each text
 */
export async function readPredictions(
  path: string,
  column: string,
  { names }: LabelSet,
  numTexts: number,
): Promise<number[]> {
  const labels: number[] = [];
  for await (const { line, fields } of readRecords(await openInput(path), requireFormat(path))) {
    if (!(column in fields)) {
      throw new DatasetError(
        path,
        line,
        `there is no column "${column}" among ${Object.keys(fields).join(', ')}; --prediction-column names another`,
      );
    }
    const value = String(fields[column]);
    const byName = names.indexOf(value);
    const label = byName === -1 && /^\d+$/.test(value) ? Number(value) : byName;
    if (label < 0 || label >= names.length) {
      throw new DatasetError(
        path,
        line,
        `the column "${column}" is ${JSON.stringify(value)}; expected one of ${names.join(', ')}, or its label from 0`,
      );
    }
    labels.push(label);
  }
  if (labels.length === numTexts) return labels;
  throw new UsageError(
    `${path} has ${labels.length} predictions; expected one for each of ${numTexts} texts, in their order`,
  );
}
