import { MODEL_KINDS, SMALL_KINDS } from '../../classifier/src/index.ts';
import {
  CAPABILITIES,
  type Capability,
  countRates,
  createLexiconJudges,
  describeFailure,
  FAILURE_RULE,
  failureRate,
  holdRates,
  judgeBy,
  readBehaviour,
  type TriedCapability,
  tryBehaviour,
  writeRates,
} from '../behaviour/index.ts';
import { openModelOf } from '../program/open-model.ts';
import { UsageError } from '../program/run-program.ts';
import type { BenchReport } from './report.ts';

/** The options of the bench. */
export interface BehaviourOptions {
  /** A kind or a model file; by default the kinds that need no engine. */
  model?: string;
  /** The capability whose failures are listed. */
  failures?: string;
  writeRates?: true;
  /** The capabilities whose rates may be written although they rise by more than is allowed. */
  accept?: string[];
}

/**
 * Measures how many cases of each capability fail, for our models and two lexicons. The limit for each model is its
 * committed rate.
 */
export async function benchBehaviour(options: BehaviourOptions): Promise<BenchReport> {
  const { model, failures, writeRates: writes, accept: accepted } = options;
  for (const name of [...(accepted ?? []), ...(failures === undefined ? [] : [failures])])
    checkCapability(name);
  if (accepted && !writes) throw new UsageError('--accept goes with --write-rates');
  const models = model === undefined ? SMALL_KINDS : [model];
  const isCommitted = models.every((one) => (MODEL_KINDS as readonly string[]).includes(one));
  if (writes && !isCommitted) {
    throw new UsageError(
      `--write-rates is for the models that come along; expected ${MODEL_KINDS.join(', ')}`,
    );
  }
  const behaviour = await readBehaviour();
  const classifiers = await Promise.all(models.map(openModelOf));
  const own: TriedCapability[][] = [];
  for (const classifier of classifiers) own.push(await tryBehaviour(judgeBy(classifier), behaviour));
  const ownNames = classifiers.map(({ name }) => name);
  const lexicons = createLexiconJudges();
  const columns = new Map(ownNames.map((name, i) => [name, own[i]!]));
  for (const lexicon of lexicons) columns.set(lexicon.name, await tryBehaviour(lexicon, behaviour));

  const rates = countRates(behaviour, Object.fromEntries(models.map((one, i) => [one, own[i]!])));
  if (writes) await writeRates(rates, { ...(accepted && { accepted }) });
  const problems = isCommitted ? await holdRates(rates) : [];
  return {
    columns: {
      capability: 'failures, %',
      cases: 'cases',
      ...Object.fromEntries([...columns.keys()].map((name) => [name, name])),
    },
    rows: toRows(columns),
    notes: [
      FAILURE_RULE,
      ...(failures === undefined ? [] : ownNames.flatMap((name, i) => listFailures(name, own[i]!, failures))),
      isCommitted ? describeHold(problems) : `No rates are held for ${models.join(', ')}.`,
      ...problems.map((problem) => `  ${problem}`),
    ],
    isWithinLimits: problems.length === 0,
  };
}

function checkCapability(name: string): void {
  if (CAPABILITIES.includes(name as Capability)) return;
  throw new UsageError(`no capability "${name}"; expected ${CAPABILITIES.join(', ')}`);
}

/** Makes a row for each capability, and one with the mean, in which all capabilities have the same weight. */
function toRows(columns: ReadonlyMap<string, readonly TriedCapability[]>): BenchReport['rows'] {
  const [first] = columns.values();
  const rates = [...columns].map(([name, tried]) => [name, tried.map(failureRate)] as const);
  const toRow = (capability: string, cases: number, pick: (rates: readonly number[]) => number) => ({
    capability,
    cases,
    ...Object.fromEntries(rates.map(([name, all]) => [name, Math.round(pick(all) * 1000) / 10])),
  });
  const numCases = first!.reduce((sum, tried) => sum + tried.numCases, 0);
  return [
    ...first!.map((tried, i) => toRow(tried.capability, tried.numCases, (all) => all[i]!)),
    toRow('mean of all', numCases, (all) => all.reduce((sum, rate) => sum + rate, 0) / all.length),
  ];
}

function listFailures(name: string, tried: readonly TriedCapability[], capability: string): string[] {
  const { failures, numCases } = tried.find((one) => one.capability === capability)!;
  return [
    `${name} fails ${failures.length} of ${numCases} cases of ${capability}${failures.length > 0 ? ':' : '.'}`,
    ...failures.map((failure) => `  ${describeFailure(failure)}`),
  ];
}

function describeHold(problems: readonly string[]): string {
  if (problems.length === 0) return 'No rate is above the committed one.';
  return 'NOT as committed in scripts/behaviour/rates.json (see CONTRIBUTING.md on --write-rates):';
}
