import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LabelSet } from '../../../classifier/src/index.ts';
import {
  DatasetError,
  findFormat,
  type LabelledText,
  MissingColumnError,
  readFoundTexts,
} from '../../../classifier/training/index.ts';
import { type DataOptions, type Dataset, readDataset } from '../../program/data-option.ts';
import { withProgress } from '../../program/progress.ts';
import { openInput } from '../../program/read-file.ts';
import { readUnlabelledTexts, type TextOptions } from '../../program/unlabelled-texts.ts';

/** A data set to explore. Without labels, all its texts have the label 0 of a single class. */
export interface ExploredTexts extends Pick<Dataset, 'name' | 'sha256' | 'texts'> {
  labels: LabelSet | undefined;
}

/** The note on texts without labels, in the report and on standard error. */
export const WITHOUT_LABELS =
  'without labels: classes, splits, characteristic terms, negation and the sides of words are left out';

/**
 * Reads a data set with or without labels and shows progress on standard error.
 * @throws DatasetError for an invalid row, for ambiguous labels, and if all texts are blank
 */
export async function readTexts(path: string, options: DataOptions): Promise<ExploredTexts> {
  return (await isUnlabelled(path, options)) ? readUnlabelled(path, options) : readDataset(path, options);
}

/**
 * Whether no label is asked for and none exists: true for one text a line and for a file without a label column. An
 * input that can be read only once, such as standard input, counts as labelled if it is a table.
 */
async function isUnlabelled(path: string, options: DataOptions): Promise<boolean> {
  const { labelColumn, labels, scale, skipUnlabelled, textColumn, delimiter } = options;
  if ([labelColumn, labels, scale, skipUnlabelled].some((option) => option !== undefined)) return false;
  const format = findFormat(path) ?? (delimiter === undefined ? undefined : 'csv');
  if (format === undefined) return true;
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (!isFile) return false;
  // The first records of NDJSON may lack the label that later ones have.
  const reading = { textColumn, delimiter, onUnlabelled: () => {} };
  try {
    for await (const _ of readFoundTexts(await openInput(path), format, reading)) return false;
    return false;
  } catch (error) {
    if (error instanceof MissingColumnError && error.what === 'label') return true;
    throw error;
  }
}

async function readUnlabelled(path: string, options: TextOptions): Promise<ExploredTexts> {
  const hash = createHash('sha256');
  const input = await openInput(path, (chunk) => hash.update(chunk));
  const texts: LabelledText[] = [];
  let numBlank = 0;
  const total = { label: `read ${basename(path)}`, total: undefined, unit: 'texts' };
  await withProgress(total, async (update) => {
    for await (const text of readUnlabelledTexts(input, options)) {
      if (text.text.trim() === '') numBlank++;
      else update(texts.push({ ...text, label: 0 }));
    }
  });
  if (numBlank > 0) console.error(`left out ${numBlank} rows with a blank text`);
  if (texts.length === 0) {
    throw new DatasetError(path, undefined, 'no texts; expected one in each row or line');
  }
  console.error(`texts ${WITHOUT_LABELS}; --label-column names a column of labels`);
  return { name: basename(path), sha256: hash.digest('hex'), texts, labels: undefined };
}
