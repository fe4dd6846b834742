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
export function tryBehaviour(judge: Judge, behaviour: readonly CapabilityCases[]): TriedCapability[] {
  return behaviour.map(({ capability, cases }) => ({
    capability,
    numCases: cases.length,
    failures: cases.flatMap((one) => checkCase(one, judge) ?? []),
  }));
}

/** The share of cases that fail, 0..1. */
export function failureRate({ numCases, failures }: TriedCapability): number {
  return failures.length / numCases;
}
