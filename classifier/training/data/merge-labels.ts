import { ClassifierError } from '../../src/errors.ts';
import { LABEL_LIMITS, type LabelSet } from '../../src/label-set.ts';
import type { Outcome } from '../metrics.ts';
import { keyOf } from './label-conventions.ts';

/** A merging of a model's classes into fewer classes. */
export interface Merging {
  /** The merged classes. */
  labels: LabelSet;
  /** Shape [numClasses]: the merged class of each class of the model; `undefined` if it is dropped. */
  mergedOf: readonly (number | undefined)[];
}

/**
 * Parses the option `--merge`, such as `negative=0+1,neutral=2,positive=3+4` for the five sentiments, or `0+1,2,3+4`.
 * Classes are given by label or name. Classes that are not named are dropped.
 * @throws ClassifierError with code `SETTINGS` for an unknown or repeated class, and for fewer than two merged classes
 */
export function parseMerging(text: string, { names, isScale }: LabelSet): Merging {
  const mergedOf = new Array<number | undefined>(names.length).fill(undefined);
  const made: string[] = [];
  for (const [merged, entry] of text.split(',').entries()) {
    const equals = entry.lastIndexOf('=');
    const members = entry.slice(equals + 1).split('+');
    const labels = members.map((member) => findClass(member, names, entry));
    for (const label of labels) {
      if (mergedOf[label] !== undefined) throw refuse(entry, `"${names[label]}" appears twice`);
      mergedOf[label] = merged;
    }
    const name = entry.slice(0, Math.max(equals, 0)).trim();
    made.push(name === '' ? labels.map((label) => names[label]).join(' or ') : name);
  }
  if (made.length < LABEL_LIMITS.minClasses) throw refuse(text, 'expected two classes or more');
  if (new Set(made).size < made.length) throw refuse(text, 'expected different class names');
  return { labels: { names: made, isScale: isScale && areAscending(mergedOf) }, mergedOf };
}

function findClass(member: string, names: readonly string[], entry: string): number {
  const key = keyOf(member);
  const byName = names.findIndex((name) => keyOf(name) === key);
  const label = byName >= 0 ? byName : /^\d+$/.test(key) ? Number(key) : names.length;
  if (label < names.length) return label;
  throw refuse(
    entry,
    `"${member.trim()}" is not a class of the model; expected ${names.join(', ')}, or 0 to ${names.length - 1}`,
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
 * The outcome for a text in terms of merged classes. The predicted class is the one with the largest sum of
 * probabilities.
 * @param label the text's label among the model's classes
 * @param probabilities shape [numClasses]: of the model's classes
 * @returns `undefined` if the text's own class is dropped
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
