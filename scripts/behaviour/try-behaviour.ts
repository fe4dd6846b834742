import type { Capability } from './capabilities.ts';
import { checkCase, type Failure } from './check-case.ts';
import type { Judge } from './judges.ts';
import type { CapabilityCases } from './read-cases.ts';

/** The result of a judge on a capability. */
export interface TriedCapability {
  capability: Capability;
  numCases: number;
  failures: Failure[];
}

/** Tests a judge on each capability, in their order. */
export async function tryBehaviour(
  judge: Judge,
  behaviour: readonly CapabilityCases[],
): Promise<TriedCapability[]> {
  const tried: TriedCapability[] = [];
  for (const { capability, cases } of behaviour) {
    const found = await Promise.all(cases.map((one) => checkCase(one, judge)));
    const failures = found.filter((failure) => failure !== undefined);
    tried.push({ capability, numCases: cases.length, failures });
  }
  return tried;
}

/** The share of cases that fail, 0..1. */
export function failureRate({ numCases, failures }: TriedCapability): number {
  return failures.length / numCases;
}
