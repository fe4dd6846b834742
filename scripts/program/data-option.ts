import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type Classifier, labelsOf } from '../../classifier/src/index.ts';
import {
  DatasetError,
  describeMapping,
  type FoundLabel,
  type FoundText,
  findFormat,
  type KnownLabels,
  LABEL_COLUMNS,
  type LabelledText,
  type Labelling,
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
import { classifyTexts } from './classify-texts.ts';
import { withProgress } from './progress.ts';
import { openInput } from './read-file.ts';

/** How the columns of a labelled data set are named on the command line. */
export interface DataOptions {
  textColumn?: string;
  labelColumn?: string;
  /** What the labels stand for, as `parseLabelChoice` reads it. */
  labels?: string | undefined;
  /** The classes from negative to positive, likewise. */
  scale?: string;
  /** What stands between the fields of a table. */
  delimiter?: string;
  /** Whether rows without a label are left out. */
  skipUnlabelled?: true;
  limit?: number;
}

/** How a program reads a data set. */
export interface ReadOptions extends DataOptions {
  /** Whether texts that have a side in place of a label are read too. */
  sides?: boolean;
}

/** A data set read whole. */
export interface Dataset {
  /** The file's name, without its folder. */
  name: string;
  /** The SHA-256 of the file's bytes, or of those read where a limit ended it. */
  sha256: string;
  texts: LabelledText[];
  /** Those that have no label, only a side; empty where they are not asked for. */
  sided: SidedText[];
  /** The classes, and what stands for them in the file. */
  labels: KnownLabels;
}

/** Adds the options by which a program reads texts, with labels or without. */
export function addTextOptions(program: Command, limitHelp = 'read the first n texts only'): Command {
  return program
    .showHelpAfterError()
    .option('--text-column <name>', `column of the text (default: ${TEXT_COLUMNS.join(', ')})`)
    .option(
      '--delimiter <sign>',
      'what stands between the fields, such as ";" (default: by the first line)',
      parseDelimiter,
    )
    .option('--limit <n>', limitHelp, parsePositive);
}

/** Adds the options by which a program reads labelled texts. */
export function addDataOptions(program: Command, limitHelp?: string): Command {
  return addTextOptions(program, limitHelp)
    .option('--label-column <name>', `column of the label (default: ${LABEL_COLUMNS.join(', ')})`)
    .option(
      '--labels <map>',
      'what your labels stand for: stars, or such as 0=negative,1=positive; nothing after the equals sign leaves out',
    )
    .option('--scale <names>', 'your classes from negative to positive, such as schlecht,mittel,gut')
    .option('--skip-unlabelled', 'leave out rows without a label');
}

/** One character, or `tab`, as an option's value. */
export function parseDelimiter(value: string): string {
  if (value === 'tab' || value === '\\t') return '\t';
  if ([...value].length !== 1) throw new InvalidArgumentError('expected one character, or tab.');
  return value;
}

/** A whole number from 0, as an option's value. */
export function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('expected a whole number, 0 to 999999999.');
  return Number(value);
}

/** A confidence, 0 to 1, as an option's value. */
export function parseConfidence(value: string): number {
  const confidence = parseShare(value);
  if (confidence === undefined) throw new InvalidArgumentError('expected a number from 0 to 1, such as 0.6.');
  return confidence;
}

/** A whole number from 1, as an option's value. */
export function parsePositive(value: string): number {
  if (parseCount(value) === 0) throw new InvalidArgumentError('expected a whole number from 1.');
  return Number(value);
}

/**
 * Reads a data set, telling progress, what its labels stand for and how many rows were left out on standard error.
 * @param known the classes of a model, among which the labels are; without them the labels tell the classes
 * @throws DatasetError at a row that cannot be used, for labels in doubt, and where all texts are blank
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
  return { name: basename(path), sha256: hash.digest('hex'), texts, sided, labels };
}

/** The classes of a model, and what stood for them in its training data. */
export function knownLabelsOf({ header }: Classifier): KnownLabels {
  return { ...labelsOf(header), mapping: header.labelMapping };
}

/** Each label of texts, with how many have it and where it stands first. */
function countLabels(texts: readonly FoundText[]): FoundLabel[] {
  const counts = new Map<string, FoundLabel>();
  for (const { label, line } of texts) {
    const count = counts.get(label);
    if (count === undefined) counts.set(label, { label, numTexts: 1, line });
    else count.numTexts++;
  }
  return [...counts.values()];
}

/** A question about labels names the file that they are of. */
function ofFile<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof LabelQuestion)) throw cause;
    throw new DatasetError(path, undefined, cause.message, { cause });
  }
}

/** What labels were taken for, in a line. */
function describeLabelling(
  { labels, labelOf }: Labelling,
  counts: readonly FoundLabel[],
  isNew: boolean,
): string {
  const { names, isScale } = labels;
  const classes = names.map((name, k) => {
    const own = counts.filter(({ label }) => labelOf.get(label) === k);
    const numTexts = own.reduce((sum, count) => sum + count.numTexts, 0);
    const others = own.map(({ label }) => label).filter((label) => label !== name);
    const spelled = others.length === 0 ? '' : `, in the file ${others.join(' or ')}`;
    return `${name} (${numTexts === 1 ? '1 text' : `${numTexts} texts`}${spelled})`;
  });
  const left = counts.filter(({ label }) => labelOf.get(label) === undefined);
  const leftOut =
    left.length === 0
      ? ''
      : `; left out ${left.map(({ label, numTexts }) => `${label} (${numTexts} texts)`).join(', ')}`;
  const hint = isNew ? ' (--scale gives them one)' : '';
  const order = isScale ? 'from negative to positive' : `in no order${hint}`;
  return `${names.length} classes ${order}: ${classes.join(', ')}${leftOut}`;
}

function describeSides(sided: readonly SidedText[]): string {
  const numNegative = sided.filter(({ side }) => side === 'negative').length;
  return `${sided.length} texts with a side and no label: ${numNegative} negative, ${sided.length - numNegative} positive`;
}

/** Classifies labelled texts, telling progress on standard error. */
export function classifyAll(classifier: Classifier, texts: readonly LabelledText[]): Outcome[] {
  return classifyTexts(classifier, texts).map(({ label: predicted, confidence }, i) => {
    return { label: texts[i]!.label, predicted, confidence };
  });
}
