import type { DataFile } from '../../classifier/src/index.ts';
import { type DataOptions, type Dataset, readDataset } from '../program/data-option.ts';
import { readCitations } from '../program/read-citations.ts';
import { UsageError } from '../program/run-program.ts';
import { checkSoftOptions, readSoft, type SoftData, type SoftOptions } from './read-soft.ts';

/** The options that name what a training reads. */
export interface SourceOptions extends DataOptions, SoftOptions {
  /** The labelled texts. */
  data: string;
  /** Files of labelled whole texts, such as reviews. */
  texts?: string[];
  /** The meaning of the labels of `texts`, in the format of `parseLabelChoice`. */
  textLabels?: string;
  /** A file with one citation of the data a line. */
  cite?: string;
  /** Files of further labelled texts, to measure the model on. */
  validation?: string[];
}

/** What a training reads. */
export interface Sources {
  dataset: Dataset;
  validations: Dataset[];
  wholeTexts: Dataset[];
  /** The soft texts, none of which is in the data set or the validation texts. */
  soft?: SoftData | undefined;
  /** The citations that the data sets ask for. */
  citations?: string[];
}

/** @throws UsageError for options that do not go together */
export function checkSourceOptions({ texts, textLabels, ...options }: SourceOptions): void {
  checkSoftOptions(options);
  if (textLabels !== undefined && texts === undefined) {
    throw new UsageError('--text-labels goes with --texts');
  }
}

/**
 * Reads all data for training and measuring.
 * @throws DatasetError for invalid data
 * @throws UsageError if a file cannot be read, and for whole texts beside classes without an order
 */
export async function readSources(options: SourceOptions): Promise<Sources> {
  const { data, texts = [], textLabels: labels, cite, validation = [], limit: _, ...columns } = options;
  const dataset = await readDataset(data, options);
  const readAll = async (files: readonly string[], reading: object): Promise<Dataset[]> => {
    const read: Dataset[] = [];
    for (const file of files) read.push(await readDataset(file, reading, dataset.labels));
    return read;
  };
  const validations = await readAll(validation, columns);
  const { delimiter } = options;
  const wholeColumns = { ...(labels && { labels }), ...(delimiter && { delimiter }) };
  const wholeTexts = await readAll(texts, { ...wholeColumns, skipUnlabelled: true, sides: true });
  checkTexts(wholeTexts, dataset);
  const soft = await readSoft(
    options,
    dataset.labels.names,
    [dataset, ...validations].flatMap((read) => read.texts.map(({ text }) => text)),
  );
  const citations = cite === undefined ? undefined : await readCitations(cite);
  return { dataset, validations, wholeTexts, soft, ...(citations && { citations }) };
}

/** Describes a file as the origin of a model does. */
export const describeFile = ({ name, sha256, texts, sided }: Dataset): DataFile => ({
  data: name,
  sha256,
  rows: texts.length + sided.length,
});

/** @throws UsageError if whole texts are given for classes without an order */
function checkTexts(wholeTexts: readonly Dataset[], { labels }: Dataset): void {
  if (wholeTexts.length === 0 || labels.isScale) return;
  throw new UsageError(
    '--texts needs ordered classes, from negative to positive; those of --data have no order',
  );
}
