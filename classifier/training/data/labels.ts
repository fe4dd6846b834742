import { ClassifierError } from '../../src/errors.ts';
import { findNameProblem, type LabelSet } from '../../src/label-set.ts';
import { SENTIMENTS } from '../../src/sentiments.ts';
import type { LabelChoice } from './label-choice.ts';
import {
  BY_NUMBER,
  CONVENTIONS,
  type FoundLabel,
  keyOf,
  numberOf,
  type ReadLabels,
  readSentimentNames,
  readStars,
  readStarsAsSentiments,
} from './label-conventions.ts';
import { findQuestion, showLabels } from './label-questions.ts';

/** The meaning of the labels of a data set. */
export interface Labelling {
  /** The classes; each has at least one text. */
  labels: LabelSet;
  /** Maps each label as spelled to its class, 0..numClasses − 1; `undefined` if its texts are dropped. */
  labelOf: ReadonlyMap<string, number | undefined>;
}

/** Labels are ambiguous or unknown. The message shows them and names the option that answers the question. */
export class LabelQuestion extends ClassifierError {
  constructor(question: string) {
    super('DATASET', question);
  }
}

/**
 * Determines the meaning of labels: by a person's choice, or by a convention if they are unambiguous.
 * @param found the labels of the data set
 * @param column the name of the label column, which may hint at the meaning of numbers
 * @throws LabelQuestion when the labels are ambiguous
 */
export function understandLabels(
  found: readonly FoundLabel[],
  column: string,
  choice: LabelChoice = {},
): Labelling {
  const distinct = mergeSpellings(found);
  const keys = distinct.map(({ label }) => keyOf(label));
  const read = readChosen(distinct, keys, choice) ?? readPlain(distinct, keys, column);
  const problem = findNameProblem(read.names);
  if (problem !== undefined)
    throw new LabelQuestion(`the labels give ${problem}; --labels can give them other names`);
  const nameOfKey = new Map(keys.map((key, i) => [key, read.classes[i]!]));
  return {
    labels: { names: read.names, isScale: read.isScale },
    labelOf: mapLabels(found, nameOfKey, read.names),
  };
}

/** The class of each distinct label (empty if it is dropped), and all classes in order. */
interface NamedLabels {
  classes: readonly string[];
  names: readonly string[];
  isScale: boolean;
}

/**
 * Merges labels with the same key under their most frequent spelling. Numbers come first in ascending order, then names
 * in alphabetical order.
 */
function mergeSpellings(found: readonly FoundLabel[]): FoundLabel[] {
  const byKey = new Map<string, FoundLabel>();
  for (const one of [...found].sort((a, b) => b.numTexts - a.numTexts || a.line - b.line)) {
    const other = byKey.get(keyOf(one.label));
    if (other === undefined) byKey.set(keyOf(one.label), { ...one });
    else
      Object.assign(other, { numTexts: other.numTexts + one.numTexts, line: Math.min(other.line, one.line) });
  }
  const rank = (key: string): number => numberOf(key) ?? Number.POSITIVE_INFINITY;
  return [...byKey]
    .sort(([a], [b]) => (rank(a) === rank(b) ? (a < b ? -1 : 1) : rank(a) - rank(b)))
    .map(([, one]) => one);
}

/** Reads labels by a person's choice; `undefined` without one. */
function readChosen(
  distinct: readonly FoundLabel[],
  keys: readonly string[],
  { labels, scale }: LabelChoice,
): NamedLabels | undefined {
  if (labels === undefined && scale === undefined) return undefined;
  if (labels === 'stars') {
    const stars = readStars(keys);
    if (stars !== undefined) return toScale(stars);
    throw new LabelQuestion(`--labels stars: the labels are ${showLabels(distinct)}; expected 0 to 10 stars`);
  }
  const targets = keys.map((key, i) => (labels === undefined ? distinct[i]!.label : labels.get(key)));
  const missing = targets.indexOf(undefined);
  if (missing >= 0) throw notNamed(distinct[missing]!, '--labels', [...labels!.keys()]);
  const given = targets as string[];
  if (scale !== undefined) return orderBy(scale, distinct, given);
  const used = given.filter((name) => name !== '');
  const sentiments = readSentimentNames(used.map((name) => BY_NUMBER[Number(name || 'none')] ?? keyOf(name)));
  if (sentiments === undefined) {
    // In the order in which the person named them.
    const names = [...new Set((labels as ReadonlyMap<string, string>).values())].filter((name) =>
      used.includes(name),
    );
    return { classes: given, names, isScale: false };
  }
  const ordered = [...sentiments.classes];
  return {
    classes: given.map((name) => (name === '' ? '' : ordered.shift()!)),
    names: sentiments.order,
    isScale: true,
  };
}

/** Orders the classes as `--scale` says; each of them must occur. */
function orderBy(
  scale: readonly string[],
  distinct: readonly FoundLabel[],
  given: readonly string[],
): NamedLabels {
  const classes = given.map((name, i) => {
    const found = name === '' ? '' : scale.find((own) => keyOf(own) === keyOf(name));
    if (found === undefined) throw notNamed(distinct[i]!, '--scale', scale);
    return found;
  });
  const absent = scale.find((name) => !classes.includes(name));
  if (absent !== undefined) {
    throw new LabelQuestion(
      `--scale has "${absent}", which no text has; the labels are ${showLabels(distinct)}`,
    );
  }
  return { classes, names: scale, isScale: true };
}

function notNamed({ label, line }: FoundLabel, flag: string, known: readonly string[]): LabelQuestion {
  const expected = `expected each label of the file, here only ${known.join(', ')}`;
  const leaveOut = flag === '--labels' ? `; "${label}=" leaves its texts out` : '';
  return new LabelQuestion(
    `${flag} does not say what the label "${label}" of line ${line} is; ${expected}${leaveOut}`,
  );
}

/** Reads labels by the conventions, or as unordered class names. */
function readPlain(distinct: readonly FoundLabel[], keys: readonly string[], column: string): NamedLabels {
  const read = readByConvention(keys, column);
  if (read !== undefined && read.order.length > 1) return toScale(read);
  const question = findQuestion(distinct, column, read?.order.length);
  if (question !== undefined) throw new LabelQuestion(question);
  const names = distinct.map(({ label }) => label.trim());
  return { classes: names, names, isScale: false };
}

function readByConvention(keys: readonly string[], column: string): ReadLabels | undefined {
  for (const { read } of CONVENTIONS) {
    const found = read(keys, column);
    if (found !== undefined) return found;
  }
  return undefined;
}

const toScale = ({ classes, order }: ReadLabels): NamedLabels => ({ classes, names: order, isScale: true });

function mapLabels(
  found: readonly FoundLabel[],
  nameOfKey: ReadonlyMap<string, string>,
  names: readonly string[],
): Labelling['labelOf'] {
  return new Map(
    found.map(({ label }) => {
      const name = nameOfKey.get(keyOf(label))!;
      return [label, name === '' ? undefined : names.indexOf(name)];
    }),
  );
}

/** The classes of a model, and the mapping of the labels in its training data. */
export interface KnownLabels extends LabelSet {
  mapping?: Readonly<Record<string, string>> | undefined;
}

/**
 * Maps labels to the classes of a model: by a person's choice, as in the model's training data, by class name, or by a
 * convention. Not every class needs to occur.
 * @throws LabelQuestion for a label that matches no class, and when the labels are ambiguous
 */
export function matchLabels(
  found: readonly FoundLabel[],
  column: string,
  { names, mapping = {} }: KnownLabels,
  { labels: chosen }: LabelChoice = {},
): ReadonlyMap<string, number | undefined> {
  const keys = [...new Set(found.map(({ label }) => keyOf(label)))];
  const labelOfName = new Map(names.map((name, label) => [keyOf(name), label]));
  const trained = new Map(Object.entries(mapping).map(([label, name]) => [keyOf(label), keyOf(name)]));
  const own = (key: string): number | undefined => labelOfName.get(trained.get(key) ?? key);
  const toLabel = (name: string): number | undefined =>
    labelOfName.get(keyOf(name)) ?? own(keyOf(name)) ?? placeOf(name, names);
  if (chosen !== undefined && chosen !== 'stars') {
    return new Map(
      found.map((one) => {
        const name = chosen.get(keyOf(one.label));
        if (name === undefined) throw notNamed(one, '--labels', [...chosen.keys()]);
        const label = name === '' ? undefined : toLabel(name);
        if (name !== '' && label === undefined) throw notOfModel(`--labels names the class "${name}"`, names);
        return [one.label, label];
      }),
    );
  }
  const areNumbered = names.length === SENTIMENTS.length && names.every((name, k) => name === SENTIMENTS[k]);
  const read =
    chosen === 'stars'
      ? areNumbered
        ? readStarsAsSentiments(keys)
        : readStars(keys)
      : readByConvention(keys, column);
  const isRead = read?.order.every((name) => labelOfName.has(keyOf(name)));
  const isInDoubt = areNumbered && chosen === undefined && !isRead && areDoubtful(keys);
  const byConvention = new Map(keys.map((key, i) => [key, read && labelOfName.get(keyOf(read.classes[i]!))]));
  const isOwn = chosen === undefined && keys.every((key) => own(key) !== undefined);
  return new Map(
    found.map((one) => {
      const key = keyOf(one.label);
      const byPlace = areNumbered && chosen === undefined ? placeOf(key, names) : undefined;
      const label = isOwn ? own(key) : (byConvention.get(key) ?? own(key) ?? byPlace);
      if (label !== undefined && !isInDoubt) return [one.label, label];
      const problem = isInDoubt
        ? `the column "${column}" has the labels ${showLabels(mergeSpellings(found))}, which need not be labels from 0 to 4`
        : `the label "${one.label}" of line ${one.line} is unknown`;
      throw notOfModel(problem, names);
    }),
  );
}

/** Numbers up to 1 or 2 could be any two or three classes, and numbers without 0 could be stars. */
function areDoubtful(keys: readonly string[]): boolean {
  if (keys.length < 2 || keys.some((key) => numberOf(key) === undefined)) return false;
  return !keys.includes('0') || keys.every((key) => Number(key) <= 2);
}

function placeOf(key: string, names: readonly string[]): number | undefined {
  return /^\d+$/.test(key) && Number(key) < names.length ? Number(key) : undefined;
}

function notOfModel(problem: string, names: readonly string[]): LabelQuestion {
  return new LabelQuestion(
    `${problem}; the model’s classes are ${names.join(', ')}. --labels says which class a label is, such as --labels ${names.length > 2 ? `1=${names[0]},2=,3=${names.at(-1)}` : `0=${names[0]},1=${names[1]}`}, where nothing after the equals sign leaves its texts out`,
  );
}

/**
 * Maps each label to its class for the model file, without labels that equal the class name; `undefined` if none is
 * left.
 */
export function describeMapping({ labels, labelOf }: Labelling): Record<string, string> | undefined {
  const areNumbered = labels.names.join() === SENTIMENTS.join();
  const mapped = [...labelOf].filter(
    ([label, k]) =>
      k !== undefined &&
      keyOf(label) !== keyOf(labels.names[k]!) &&
      !(areNumbered && keyOf(label) === String(k)),
  );
  const sorted = mapped.sort(([a, j], [b, k]) => j! - k! || (a < b ? -1 : 1));
  return mapped.length === 0
    ? undefined
    : Object.fromEntries(sorted.map(([label, k]) => [label.trim(), labels.names[k!]!]));
}
