import { fixed, plural } from '../program/numbers.ts';
import { accuracyOf, bootstrap, type Decision, type Interval, macroF1Of } from './bootstrap.ts';
import { testMcNemar } from './mcnemar.ts';

/** The decisions of one system on a list of texts. */
export interface System {
  name: string;
  decisions: readonly Decision[];
}

/** A comparison of two systems on the same texts. */
export interface Comparison {
  names: [string, string];
  count: number;
  accuracy: [number, number];
  macroF1: [number, number];
  /** The 95 % interval of the second system's measure minus the first's, by bootstrap over groups. */
  accuracyDifference: Interval;
  macroF1Difference: Interval;
  /** The number of texts that only the first system gets right, and that only the second does. */
  rightAlone: [number, number];
  /** The p-value of McNemar's exact test. */
  pValue: number;
}

/** The significance level: a p-value above it is not evidence of a difference. */
const SIGNIFICANCE = 0.05;

/**
 * Compares two systems on the same texts.
 * @param groups the group of each text, shape [numTexts]; texts of a group are drawn together
 * @param seed seed of the random numbers
 */
export function compareSystems(
  first: System,
  second: System,
  groups: readonly string[],
  numClasses: number,
  seed: number,
): Comparison {
  const systems = [first.decisions, second.decisions];
  const [accuracyDifference, macroF1Difference] = bootstrap(
    systems,
    groups,
    numClasses,
    [accuracyOf, macroF1Of].map(
      (measure) =>
        ([a, b]) =>
          measure(b!) - measure(a!),
    ),
    seed,
  );
  const confusions = systems.map((decisions) => tabulate(decisions, numClasses));
  const both = (measure: typeof accuracyOf) => confusions.map(measure) as [number, number];
  const rightAlone: [number, number] = [
    countRightAlone(first.decisions, second.decisions),
    countRightAlone(second.decisions, first.decisions),
  ];
  return {
    names: [first.name, second.name],
    count: first.decisions.length,
    accuracy: both(accuracyOf),
    macroF1: both(macroF1Of),
    accuracyDifference: accuracyDifference!,
    macroF1Difference: macroF1Difference!,
    rightAlone,
    pValue: testMcNemar(...rightAlone),
  };
}

/** The indices of the texts that exactly one of two systems gets right. */
export function listDifferences(first: readonly Decision[], second: readonly Decision[]): number[] {
  return [...first.keys()].filter((i) => isRight(first[i]!) !== isRight(second[i]!));
}

/** Formats a comparison: both systems, their difference, and a verdict. */
export function describeComparison(comparison: Comparison): string {
  const { names, accuracy, macroF1, accuracyDifference, macroF1Difference, rightAlone, pValue } = comparison;
  const width = Math.max(...names.map((name) => name.length));
  const row = (i: 0 | 1): string =>
    `${names[i].padEnd(width)}  accuracy ${fixed(accuracy[i])}  macro-F1 ${fixed(macroF1[i])}  alone right on ${plural(rightAlone[i], 'text')}`;
  return [
    row(0),
    row(1),
    '',
    `difference in accuracy ${signed(accuracy[1] - accuracy[0])}, 95 % interval ${between(accuracyDifference)}`,
    `difference in macro-F1 ${signed(macroF1[1] - macroF1[0])}, 95 % interval ${between(macroF1Difference)}`,
    `McNemar's exact test: ${describeChance(pValue)}`,
    '',
    verdictOf(comparison),
  ].join('\n');
}

/**
 * Names the better system only if test and interval agree: the test assumes that texts of one group are independent,
 * the bootstrap does not.
 */
function verdictOf({ names, count, accuracy, accuracyDifference, pValue }: Comparison): string {
  const { low, high } = accuracyDifference;
  const isClear = pValue <= SIGNIFICANCE && (low > 0 || high < 0);
  const of = plural(count, 'text');
  if (!isClear)
    return `No difference in accuracy can be told from chance on ${of} (${describeChance(pValue)}).`;
  const difference = accuracy[1] - accuracy[0];
  const [least, most] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b).map(toPoints);
  return `${names[difference > 0 ? 1 : 0]} is better on ${of}: by ${toPoints(Math.abs(difference))} percentage points of accuracy, with 95 % by ${least} to ${most} (${describeChance(pValue)}).`;
}

const toPoints = (share: number): string => (share * 100).toFixed(1);
const describeChance = (pValue: number): string =>
  pValue < 0.0001 ? 'p < 0.0001' : `p = ${pValue.toFixed(4)}`;

const signed = (number: number): string => `${number < 0 ? '−' : '+'}${fixed(Math.abs(number))}`;
const between = ({ low, high }: Interval): string => `${signed(low)} to ${signed(high)}`;
const isRight = ({ label, predicted }: Decision): boolean => label === predicted;

function countRightAlone(own: readonly Decision[], other: readonly Decision[]): number {
  return own.filter((decision, i) => isRight(decision) && !isRight(other[i]!)).length;
}

function tabulate(decisions: readonly Decision[], numClasses: number): Float64Array[] {
  const confusion = Array.from({ length: numClasses }, () => new Float64Array(numClasses));
  for (const { label, predicted } of decisions) confusion[label]![predicted]!++;
  return confusion;
}
