import { createHash } from 'node:crypto';
import type { CapabilityCases } from './read-cases.ts';
import type { TriedCapability } from './try-behaviour.ts';

/** What was reached with the committed models, which later ones are held to. */
export interface Rates {
  /** The cases of each capability that the failures are counted of. */
  cases: Record<string, { count: number; sha256: string }>;
  /** The number of failures by model kind and capability. */
  failures: Record<string, Record<string, number>>;
}

/** By how much the rate of a capability may rise in a model trained anew, where the others' sum falls, in points. */
const ALLOWED_POINTS = 1;
/** Sums of rates differ by rounding alone below this. */
const ROUNDING = 1e-9;

/** The rates of models by their kind. */
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

/** The capabilities that have other cases than when the rates were written, which tells nothing of a model. */
export function findOtherCases(held: Rates, measured: Rates): string[] {
  const names = new Set([...Object.keys(held.cases), ...Object.keys(measured.cases)]);
  return [...names].filter((name) => held.cases[name]?.sha256 !== measured.cases[name]?.sha256);
}

/** The rates that are higher than the held ones, each in a sentence. Capabilities with other cases are left out. */
export function findRises(held: Rates, measured: Rates): string[] {
  return compareRates(held, measured)
    .filter(({ rise }) => rise > 0)
    .map(({ kind, capability, before, after }) => describeRise(kind, capability, before, after));
}

/**
 * The rises that may not be written, each in a sentence: those of more than a point (or one case, where a capability
 * has so few that this is more), and those beside which the sum of the model's other rates does not fall.
 */
export function findForbiddenRises(held: Rates, measured: Rates): string[] {
  const compared = compareRates(held, measured);
  return compared.flatMap(({ kind, capability, count, before, after, rise }) => {
    if (rise <= 0) return [];
    const othersRise = compared
      .filter((other) => other.kind === kind && other.capability !== capability)
      .reduce((sum, other) => sum + other.rise / other.count, 0);
    const isSmall = rise <= Math.max(1, (count * ALLOWED_POINTS) / 100);
    if (isSmall && othersRise < -ROUNDING) return [];
    const why = isSmall ? 'and the sum of its other rates does not fall' : 'by more than a point';
    return [`${describeRise(kind, capability, before, after)}, ${why}`];
  });
}

/** The rates held and measured of the same cases, and by how many failures each rises. */
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
