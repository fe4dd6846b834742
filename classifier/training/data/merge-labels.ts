import { ClassifierError } from '../../src/errors.ts';
import { LABEL_LIMITS, type LabelSet } from '../../src/label-set.ts';
import type { Outcome } from '../metrics.ts';
import { keyOf } from './label-conventions.ts';

/** Fewer classes, made of those of a model. */
export interface Merging {
  /** The classes made. */
  labels: LabelSet;
  /** The class made of each class of the model, shape [numClasses]; `undefined` for one that is left out. */
  mergedOf: readonly (number | undefined)[];
}

/**
 * What `--merge` says, such as `negative=0+1,neutral=2,positive=3+4` of the five sentiments, or `0+1,2,3+4`; classes by
 * their labels or names. A class of the model that is not named is left out.
 * @throws ClassifierError with code `SETTINGS` for a class that is none or stands there twice, and for fewer than two
 */
export function parseMerging(text: string, { names, isScale }: LabelSet): Merging {
  const mergedOf = new Array<number | undefined>(names.length).fill(undefined);
  const made: string[] = [];
  for (const [merged, entry] of text.split(',').entries()) {
    const equals = entry.lastIndexOf('=');
    const members = entry.slice(equals + 1).split('+');
    const labels = members.map((member) => findClass(member, names, entry));
    for (const label of labels) {
      if (mergedOf[label] !== undefined) throw refuse(entry, `"${names[label]}" stands there twice`);
      mergedOf[label] = merged;
    }
    const name = entry.slice(0, Math.max(equals, 0)).trim();
    made.push(name === '' ? labels.map((label) => names[label]).join(' or ') : name);
  }
  if (made.length < LABEL_LIMITS.minClasses) throw refuse(text, 'expected two classes or more');
  if (new Set(made).size < made.length) throw refuse(text, 'expected classes of different names');
  return { labels: { names: made, isScale: isScale && areAscending(mergedOf) }, mergedOf };
}

function findClass(member: string, names: readonly string[], entry: string): number {
  const key = keyOf(member);
  const byName = names.findIndex((name) => keyOf(name) === key);
  const label = byName >= 0 ? byName : /^\d+$/.test(key) ? Number(key) : names.length;
  if (label < names.length) return label;
  throw refuse(
    entry,
    `"${member.trim()}" is no class of the model; expected ${names.join(', ')}, or 0 to ${names.length - 1}`,
  );
}

function refuse(entry: string, problem: string): ClassifierError {
  return new ClassifierError('SETTINGS', `--merge ${entry.trim()}: ${problem}`);
}

function areAscending(numbers: readonly (number | undefined)[]): boolean {
  const present = numbers.filter((number) => number !== undefined);
  return present.every((number, i) => i === 0 || number >= present[i - 1]!);
}

/**
 * What a model says of a text, by the classes made: that of the largest sum of its classes' probabilities.
 * @param probabilities of the model's classes, shape [numClasses]
 * @returns `undefined` for a text whose own class is left out
 */
export function mergeOutcome(
  { labels, mergedOf }: Merging,
  label: number,
  probabilities: readonly number[],
): Outcome | undefined {
  const own = mergedOf[label];
  if (own === undefined) return undefined;
  const sums = new Array<number>(labels.names.length).fill(0);
  for (const [k, merged] of mergedOf.entries()) if (merged !== undefined) sums[merged]! += probabilities[k]!;
  const total = sums.reduce((sum, p) => sum + p, 0);
  const largest = Math.max(...sums);
  return { label: own, predicted: sums.indexOf(largest), confidence: total === 0 ? 0 : largest / total };
}
