import { createHash } from 'node:crypto';
import type { CapabilityCases } from './read-cases.ts';
import type { TriedCapability } from './try-behaviour.ts';

/** The failures of the committed models, which are the limits for later ones. */
export interface Rates {
  /** The number and the digest of the cases of each capability. */
  cases: Record<string, { count: number; sha256: string }>;
  /** The number of failures by model kind and capability. */
  failures: Record<string, Record<string, number>>;
}

/**
 * How far the rate of a capability may rise in a retrained model if the sum of the others falls, in percentage points.
 */
const ALLOWED_POINTS = 1;
/**
 * How many cases more may fail in a capability on another processor, by the kind of model. Processors round the numbers of
 * a transformer differently, so that a case on the edge falls to either side.
 */
const ROUNDED: Readonly<Record<string, number>> = { transformer: 1 };
/** Smaller differences of sums are rounding errors. */
const ROUNDING = 1e-9;

/** Counts the failures of models, by kind. */
export function countRates(
  behaviour: readonly CapabilityCases[],
  tried: Readonly<Record<string, readonly TriedCapability[]>>,
): Rates {
  return {
    cases: Object.fromEntries(
      behaviour.map(({ capability, cases }) => [
        capability,
        { count: cases.length, sha256: createHash('sha256').update(JSON.stringify(cases)).digest('hex') },
      ]),
    ),
    failures: Object.fromEntries(
      Object.entries(tried).map(([kind, capabilities]) => [
        kind,
        Object.fromEntries(capabilities.map(({ capability, failures }) => [capability, failures.length])),
      ]),
    ),
  };
}

/** Finds the capabilities whose cases have changed since the rates were written, so that rates cannot be compared. */
export function findOtherCases(held: Rates, measured: Rates): string[] {
  const names = new Set([...Object.keys(held.cases), ...Object.keys(measured.cases)]);
  return [...names].filter((name) => held.cases[name]?.sha256 !== measured.cases[name]?.sha256);
}

/**
 * Finds the rates above the committed ones, each described in a sentence. Capabilities with changed cases are left out.
 */
export function findRises(held: Rates, measured: Rates): string[] {
  return compareRates(held, measured)
    .filter(({ kind, rise }) => rise > (ROUNDED[kind] ?? 0))
    .map(({ kind, capability, before, after }) => describeRise(kind, capability, before, after));
}

/**
 * Finds the rises that must not be written, each described in a sentence: a rise by more than one percentage point, or
 * by more than one case in a capability with few cases; and any rise if the sum of the model's other rates does not
 * fall.
 * @param accepted the capabilities that may rise further
 */
export function findForbiddenRises(held: Rates, measured: Rates, accepted: readonly string[] = []): string[] {
  const compared = compareRates(held, measured);
  return compared.flatMap(({ kind, capability, count, before, after, rise }) => {
    if (rise <= 0 || accepted.includes(capability)) return [];
    const othersRise = compared
      .filter((other) => other.kind === kind && other.capability !== capability)
      .reduce((sum, other) => sum + other.rise / other.count, 0);
    const isSmall = rise <= Math.max(1, (count * ALLOWED_POINTS) / 100);
    if (isSmall && othersRise < -ROUNDING) return [];
    const why = isSmall ? 'and the sum of its other rates does not fall' : 'by more than a point';
    return [`${describeRise(kind, capability, before, after)}, ${why}`];
  });
}

/** Pairs the committed and the measured rates on the same cases, with the rise in failures. */
function compareRates(held: Rates, measured: Rates) {
  const others = new Set(findOtherCases(held, measured));
  return Object.entries(measured.failures).flatMap(([kind, counts]) =>
    Object.entries(counts).flatMap(([capability, after]) => {
      const before = held.failures[kind]?.[capability];
      if (others.has(capability) || before === undefined) return [];
      const { count } = measured.cases[capability]!;
      const rise = after - before;
      return [{ kind, capability, count, before: before / count, after: after / count, rise }];
    }),
  );
}

function describeRise(kind: string, capability: string, before: number, after: number): string {
  const points = (rate: number): string => (rate * 100).toFixed(2);
  return `${kind}, ${capability}: ${points(after)} % fail where ${points(before)} % did`;
}
