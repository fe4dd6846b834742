import { DatasetError, readRecords, requireFormat } from '../../classifier/training/index.ts';
import type { Dataset } from '../program/data-option.ts';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';

/**
 * Reads the predictions of another system: each row has a class by its name, or by a label as the data spells it.
 * @param path an NDJSON, CSV or TSV file
 * @param column the name of the class column
 * @param dataset the texts that were predicted
 * @returns the label of each text, shape [numTexts]
 * @throws DatasetError for a row without a valid class
 * @throws UsageError unless there is one prediction for each text
 */
export async function readPredictions(
  path: string,
  column: string,
  { labels: { names }, labelOf, texts }: Pick<Dataset, 'labels' | 'labelOf' | 'texts'>,
): Promise<number[]> {
  const byName = new Map(names.map((name, label) => [name, label]));
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
    const label = byName.get(value) ?? labelOf.get(value);
    if (label === undefined) {
      throw new DatasetError(
        path,
        line,
        `the column "${column}" is ${JSON.stringify(value)}; expected a class (${names.join(', ')}), or a label of the data (${[...labelOf.keys()].join(', ')})`,
      );
    }
    labels.push(label);
  }
  if (labels.length === texts.length) return labels;
  throw new UsageError(
    `${path} has ${labels.length} predictions; expected one for each of ${texts.length} texts, in their order`,
  );
}
