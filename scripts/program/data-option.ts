import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { Classifier } from '../../classifier/src/index.ts';
import {
  DatasetError,
  type LabelledText,
  type Outcome,
  parseLabelMap,
  readLabelledTexts,
  requireFormat,
} from '../../classifier/training/index.ts';
import { CONFIDENCE } from '../../functions/contract/abstain.ts';
import { withProgress } from './progress.ts';
import { openInput } from './read-file.ts';

/** How the columns of a labelled data set are named on the command line. */
export interface DataOptions {
  textColumn?: string;
  labelColumn?: string;
  labelMap?: string;
  limit?: number;
}

/** A data set read whole. */
export interface Dataset {
  /** The file's name, without its folder. */
  name: string;
  /** The SHA-256 of the file's bytes, or of those read where a limit ended it. */
  sha256: string;
  texts: LabelledText[];
}

/** Adds the options by which a program reads labelled texts. */
export function addDataOptions(program: Command, limitHelp = 'read the first n texts only'): Command {
  return program
    .showHelpAfterError()
    .option('--text-column <name>', 'column of the text (default: Phrase, Sentence, text, mytext or review)')
    .option('--label-column <name>', 'column of the label (default: Sentiment, label or sentiment)')
    .option(
      '--label-map <map>',
      'what your labels stand for, such as neg=0,pos=4 or bad=negative,good=positive',
    )
    .option('--limit <n>', limitHelp, parsePositive);
}

/** A whole number from 0, as an option's value. */
export function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('expected a whole number, 0 to 999999999.');
  return Number(value);
}

/** A confidence, 0 to 1, as an option's value. */
export function parseConfidence(value: string): number {
  if (!CONFIDENCE.test(value)) throw new InvalidArgumentError('expected a number from 0 to 1, such as 0.6.');
  return Number(value);
}

/** A whole number from 1, as an option's value. */
export function parsePositive(value: string): number {
  if (parseCount(value) === 0) throw new InvalidArgumentError('expected a whole number from 1.');
  return Number(value);
}

/**
 * Reads a data set, telling progress and how many blank texts were left out on standard error.
 * @throws DatasetError at a row that cannot be used, and where all texts are blank
 */
export async function readDataset(path: string, options: DataOptions): Promise<Dataset> {
  const { textColumn, labelColumn, labelMap, limit = Number.POSITIVE_INFINITY } = options;
  const format = requireFormat(path);
  const columns = {
    textColumn,
    labelColumn,
    labelMap: labelMap === undefined ? undefined : parseLabelMap(labelMap),
  };
  const hash = createHash('sha256');
  const input = await openInput(path, (chunk) => hash.update(chunk));
  let numBlank = 0;
  const onBlank = () => {
    numBlank++;
  };
  const texts: LabelledText[] = [];
  const total = { label: `read ${basename(path)}`, total: undefined, unit: 'texts' };
  await withProgress(total, async (update) => {
    for await (const text of readLabelledTexts(input, format, { ...columns, onBlank })) {
      if (texts.push(text) >= limit) break;
      update(texts.length);
    }
    update(texts.length);
  });
  if (numBlank > 0) console.error(`left out ${numBlank} rows with a blank text`);
  if (texts.length === 0)
    throw new DatasetError(path, undefined, 'all texts are blank; expected labelled texts');
  return { name: basename(path), sha256: hash.digest('hex'), texts };
}

/** Classifies labelled texts, telling progress on standard error. */
export function classifyAll(classifier: Classifier, texts: readonly LabelledText[]): Outcome[] {
  return withProgress({ label: 'classify', total: texts.length, unit: 'texts' }, (update) =>
    texts.map(({ text, label }, i) => {
      const { label: predicted, confidence } = classifier.classify(text);
      update(i + 1);
      return { label, predicted, confidence };
    }),
  );
}
