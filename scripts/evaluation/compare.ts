import { fixed, plural } from '../program/numbers.ts';
import { accuracyOf, bootstrap, type Decision, type Interval, macroF1Of } from './bootstrap.ts';
import { testMcNemar } from './mcnemar.ts';

/** What one system gave each of some texts. */
export interface System {
  name: string;
  decisions: readonly Decision[];
}

/** How two systems do on the same texts. */
export interface Comparison {
  names: [string, string];
  count: number;
  accuracy: [number, number];
  macroF1: [number, number];
  /** How much higher the second is, with 95 %, by bootstrap over groups. */
  accuracyDifference: Interval;
  macroF1Difference: Interval;
  /** How many texts the first alone gets right, and the second. */
  rightAlone: [number, number];
  /** Of McNemar's exact test. */
  pValue: number;
}

/** Above this a difference is not told from chance. */
const SIGNIFICANCE = 0.05;

/**
 * Compares two systems on the same texts.
 * @param groups each text's group: those of one are drawn together
 * @param seed start of the random numbers
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

/** The places of the texts that one of two systems alone gets right. */
export function listDifferences(first: readonly Decision[], second: readonly Decision[]): number[] {
  return [...first.keys()].filter((i) => isRight(first[i]!) !== isRight(second[i]!));
}

/** A comparison to read: both systems, their difference, and what may be said of it. */
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

/** Both must speak for a difference: the test takes texts of one group for independent, the bootstrap does not. */
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
