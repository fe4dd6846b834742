import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { labelsOf, type StepwiseClassifier } from '../../classifier/src/index.ts';
import {
  DatasetError,
  describeMapping,
  type FoundLabel,
  type FoundText,
  findFormat,
  type KnownLabels,
  LABEL_COLUMNS,
  type LabelledText,
  type LabelOptions,
  LabelQuestion,
  matchLabels,
  type Outcome,
  parseLabelChoice,
  readFoundTexts,
  readStarsOf,
  requireFormat,
  type SidedText,
  TEXT_COLUMNS,
  understandLabels,
} from '../../classifier/training/index.ts';
import { parseShare } from '../../functions/contract/abstain.ts';
import { type AnyClassifier, classifyTexts } from './classify-texts.ts';
import { describeLabelling, describeRareClasses, describeSides } from './describe-labels.ts';
import { withProgress } from './progress.ts';
import { openInput } from './read-file.ts';

/** The command-line options that say how to read a labelled data set. */
export interface DataOptions {
  textColumn?: string;
  labelColumn?: string;
  /** The meaning of the labels, in the format of `parseLabelChoice`. */
  labels?: string | undefined;
  /** The classes from negative to positive, separated by commas. */
  scale?: string;
  /** The field separator of a table. */
  delimiter?: string;
  /** Whether rows without a label are left out. */
  skipUnlabelled?: true;
  limit?: number;
}

/** The options of `readDataset`. */
export interface ReadOptions extends DataOptions {
  /** Whether to read texts that have a side in place of a label too. */
  sides?: boolean;
}

/** A data set in memory. */
export interface Dataset {
  /** The file's name, without its folder. */
  name: string;
  /** The SHA-256 of the file's bytes, or of the bytes read before a limit ended the reading. */
  sha256: string;
  texts: LabelledText[];
  /** The texts that have only a side; empty unless `sides` is set. */
  sided: SidedText[];
  /** The classes, and their spellings in the file. */
  labels: KnownLabels;
  /** The class of each label as the file spells it, from 0; undefined for one that is left out. */
  labelOf: ReadonlyMap<string, number | undefined>;
}

const SAME_COLUMN =
  'the column of the text is that of the label too; expected two columns, by --text-column and --label-column';

/** Adds the options that say how to read texts, with or without labels. */
export function addTextOptions(program: Command, limitHelp = 'read the first n texts only'): Command {
  return program
    .showHelpAfterError('(--help lists the options)')
    .option('--text-column <name>', `column of the text (default: ${TEXT_COLUMNS.join(', ')})`)
    .option(
      '--delimiter <sign>',
      'field separator, such as ";" (default: detected from the first line)',
      parseDelimiter,
    )
    .option('--limit <n>', limitHelp, parsePositive);
}

/** Adds the options that say how to read labelled texts. */
export function addDataOptions(program: Command, limitHelp?: string): Command {
  return addTextOptions(program, limitHelp)
    .option('--label-column <name>', `column of the label (default: ${LABEL_COLUMNS.join(', ')})`)
    .option(
      '--labels <map>',
      'meaning of your labels: stars, or a map such as 0=negative,1=positive; an empty class leaves its texts out',
    )
    .option('--scale <names>', 'your classes from negative to positive, such as schlecht,mittel,gut')
    .option('--skip-unlabelled', 'leave out rows without a label');
}

/**
 * Parses an option's value that is one character or `tab`.
 * @throws InvalidArgumentError for any other value
 */
export function parseDelimiter(value: string): string {
  if (value === 'tab' || value === '\\t') return '\t';
  if ([...value].length !== 1) throw new InvalidArgumentError('expected one character, or tab.');
  return value;
}

/**
 * Parses an option's value that is a whole number, 0 to 999,999,999.
 * @throws InvalidArgumentError for any other value
 */
export function parseCount(value: string): number {
  return parseWhole(value, 0);
}

/**
 * Parses an option's value that is a confidence, 0 to 1.
 * @throws InvalidArgumentError for any other value
 */
export function parseConfidence(value: string): number {
  const confidence = parseShare(value);
  if (confidence === undefined) throw new InvalidArgumentError('expected a number from 0 to 1, such as 0.6.');
  return confidence;
}

/**
 * Parses an option's value that is a whole number, 1 to 999,999,999.
 * @throws InvalidArgumentError for any other value
 */
export function parsePositive(value: string): number {
  return parseWhole(value, 1);
}

function parseWhole(value: string, least: number): number {
  if (/^\d{1,9}$/.test(value) && Number(value) >= least) return Number(value);
  throw new InvalidArgumentError(`expected a whole number, ${least} to 999999999.`);
}

/**
 * Reads a data set. Standard error shows progress, the meaning of the labels and the number of rows left out.
 * @param known the classes of a model, to which the labels are mapped; without it the labels define the classes
 * @throws DatasetError for an invalid row, for ambiguous labels, and if no text is left
 */
export async function readDataset(path: string, options: ReadOptions, known?: KnownLabels): Promise<Dataset> {
  const { textColumn, labelColumn, delimiter, limit = Number.POSITIVE_INFINITY, skipUnlabelled } = options;
  const { sides } = options;
  const choice = parseLabelChoice(options.labels, options.scale);
  const format = delimiter === undefined ? requireFormat(path) : (findFormat(path) ?? 'csv');
  const hash = createHash('sha256');
  const input = await openInput(path, (chunk) => hash.update(chunk));
  const left = { blank: 0, unlabelled: 0 };
  let column = '';
  const found: FoundText[] = [];
  const sided: SidedText[] = [];
  const reading: LabelOptions = {
    textColumn,
    labelColumn,
    delimiter,
    onBlank: () => void left.blank++,
    onUnlabelled: skipUnlabelled ? () => void left.unlabelled++ : undefined,
    onLabelColumn: (name) => {
      if (name === textColumn) throw new DatasetError(path, undefined, SAME_COLUMN);
      column = name;
    },
    sides,
  };
  const total = { label: `read ${basename(path)}`, total: undefined, unit: 'texts' };
  await withProgress(total, async (update) => {
    for await (const text of readFoundTexts(input, format, reading)) {
      if (text.label === undefined) sided.push(text);
      else found.push(text);
      const count = found.length + sided.length;
      update(count);
      if (count >= limit) break;
    }
  });
  if (left.blank > 0) console.error(`left out ${left.blank} rows with a blank text`);
  if (left.unlabelled > 0) console.error(`left out ${left.unlabelled} rows without a label`);
  if (found.length + sided.length === 0)
    throw new DatasetError(path, undefined, 'all texts are blank; expected labelled texts');
  const counts = countLabels(found);
  const labelling = ofFile(path, () =>
    known === undefined
      ? understandLabels(counts, column, choice)
      : { labels: known, labelOf: matchLabels(counts, column, known, choice) },
  );
  if (found.length > 0) console.error(describeLabelling(labelling, counts, known === undefined));
  if (known === undefined) for (const line of describeRareClasses(labelling, counts)) console.error(line);
  if (sided.length > 0) console.error(describeSides(sided));
  const texts = found.flatMap((text) => {
    const label = labelling.labelOf.get(text.label);
    const stars = choice.labels === 'stars' ? readStarsOf(text.label) : undefined;
    return label === undefined ? [] : [{ ...text, label, ...(stars !== undefined && { stars }) }];
  });
  if (texts.length + sided.length === 0)
    throw new DatasetError(path, undefined, 'the labels leave all texts out');
  const { names, isScale } = labelling.labels;
  const mapping = known === undefined ? describeMapping(labelling) : known.mapping;
  const labels = { names, isScale, mapping };
  const { labelOf } = labelling;
  return { name: basename(path), sha256: hash.digest('hex'), texts, sided, labels, labelOf };
}

/** The classes of a model, and their spellings in its training data. */
export function knownLabelsOf({ header }: Pick<StepwiseClassifier, 'header'>): KnownLabels {
  return { ...labelsOf(header), mapping: header.labelMapping };
}

/** Whether a model was trained on the very bytes of a data set. */
export function trainedOn(
  { header: { provenance } }: Pick<StepwiseClassifier, 'header'>,
  { sha256 }: Pick<Dataset, 'sha256'>,
): boolean {
  const { textData = [], softData = [] } = provenance;
  return [provenance, ...textData, ...softData].some((file) => file.sha256 === sha256);
}

/** Each distinct label, with its number of texts and its first line. */
function countLabels(texts: readonly FoundText[]): FoundLabel[] {
  const counts = new Map<string, FoundLabel>();
  for (const { label, line } of texts) {
    const count = counts.get(label);
    if (count === undefined) counts.set(label, { label, numTexts: 1, line });
    else count.numTexts++;
  }
  return [...counts.values()];
}

/** Runs `read` and adds the file's name to an error about labels. */
function ofFile<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof LabelQuestion)) throw cause;
    throw new DatasetError(path, undefined, cause.message, { cause });
  }
}

/** Classifies labelled texts and shows progress on standard error. */
export async function classifyAll(
  classifier: AnyClassifier,
  texts: readonly LabelledText[],
): Promise<Outcome[]> {
  const results = await classifyTexts(classifier, texts);
  return results.map(({ label: predicted, confidence }, i) => {
    return { label: texts[i]!.label, predicted, confidence };
  });
}
