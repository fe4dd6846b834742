import { fileURLToPath } from 'node:url';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { writeWhole } from '../program/write-whole.ts';
import { findForbiddenRises, findOtherCases, findRises, type Rates } from './rates.ts';

/** The path of the failure rates of the committed models. */
export const RATES_FILE = fileURLToPath(new URL('rates.json', import.meta.url));

/**
 * Compares measured rates with the committed ones.
 * @param file the file of committed rates
 * @returns the problems, one sentence each; empty if no rate is above the committed one
 */
export async function holdRates(measured: Rates, file = RATES_FILE): Promise<string[]> {
  const held = await readRates(file);
  const others = findOtherCases(held, measured);
  return [
    ...others.map((capability) => `${capability}: other cases than its rates were written for`),
    ...missingKinds(held, measured).map((kind) => `${kind}: no rates are written for it`),
    ...findRises(held, measured),
  ];
}

/**
 * Writes rates as the new limits. Rates of kinds that were not measured stay, unless their cases changed.
 * @param accepted the capabilities whose rates may rise by more than is allowed
 * @throws UsageError if a rate rose by more than is allowed
 */
export async function writeRates(
  measured: Rates,
  { file = RATES_FILE, accepted = [] as readonly string[] } = {},
): Promise<void> {
  const held = await readRates(file);
  const forbidden = findForbiddenRises(held, measured, accepted);
  if (forbidden.length > 0) {
    const rule = 'expected each to rise by a point or one case at most, where the sum of the others falls';
    throw new UsageError(`the rates are not written: ${forbidden.join('; ')}; ${rule}`);
  }
  const others = findOtherCases(held, measured);
  const left = Object.keys(held.failures).filter((kind) => measured.failures[kind] === undefined);
  if (others.length > 0 && left.length > 0) {
    const problem = `${others.join(', ')} has other cases, but ${left.join(', ')} was not measured`;
    throw new UsageError(`the rates are not written: ${problem}; expected all models, without --model`);
  }
  const rates: Rates = { cases: measured.cases, failures: { ...held.failures, ...measured.failures } };
  await writeWhole(file, `${JSON.stringify(rates, null, 2)}\n`);
}

async function readRates(file: string): Promise<Rates> {
  const text = Buffer.from(await readFile(file)).toString();
  try {
    const { cases, failures } = JSON.parse(text) as Rates;
    if (typeof cases === 'object' && typeof failures === 'object') return { cases, failures };
  } catch {} // invalid JSON is reported below
  throw new UsageError(`${file}: expected the "cases" and "failures" that --write-rates writes`);
}

function missingKinds(held: Rates, measured: Rates): string[] {
  return Object.keys(measured.failures).filter((kind) => held.failures[kind] === undefined);
}
