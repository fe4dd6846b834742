import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { markdownTable } from '../program/markdown-table.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';

/** The suffix of a report's file name. */
export const REPORT_SUFFIX = '.report.json';
const MAX_PROBLEMS = 10;

/** The report on a unit, written beside the output once that is complete. */
export interface ShardReport {
  /** The index of the unit among all, from 0. */
  unit: number;
  numUnits: number;
  /** The file name of the output. */
  output: string;
  model: string;
  texts: number;
  /** The number of texts by class name, and of undecided ones if a minimum confidence was given. */
  sentiments: Record<string, number>;
  /** The number of records without a valid text. */
  bad: number;
  /** The reasons for the first of them. */
  problems: string[];
  seconds: number;
}

/** Makes an empty report. */
export function createReport(
  unit: number,
  numUnits: number,
  output: string,
  model: string,
  labels: readonly string[],
): ShardReport {
  const sentiments = Object.fromEntries(labels.map((sentiment) => [sentiment, 0]));
  const counts = { texts: 0, sentiments, bad: 0, problems: [] };
  return { unit, numUnits, output, model, ...counts, seconds: 0 };
}

/** Counts a bad record. */
export function countBad(report: ShardReport, problem: string): void {
  report.bad++;
  if (report.problems.length < MAX_PROBLEMS) report.problems.push(problem);
}

/**
 * Adds up the reports of a folder and prints the sum. The exit code is 1 if a report is missing.
 * @throws UsageError if there are no reports, or they are not of one run
 */
export async function addReports(folder: string): Promise<void> {
  const names = (
    await readdir(folder).catch((cause: Error) => {
      throw new UsageError(`${folder}: cannot be read: ${cause.message}`, { cause });
    })
  ).filter((name) => name.endsWith(REPORT_SUFFIX));
  const reports: ShardReport[] = [];
  for (const name of names.sort()) reports.push(await readReport(join(folder, name)));
  const [first] = reports;
  if (first === undefined)
    throw new UsageError(`${folder}: no reports; expected files ending in ${REPORT_SUFFIX}`);
  const other = reports.find(({ numUnits, model }) => numUnits !== first.numUnits || model !== first.model);
  if (other !== undefined) {
    throw new UsageError(
      `${folder}: the reports are of several runs, ${describeRun(first)} and ${describeRun(other)}; expected those of one`,
    );
  }
  const sum = (count: (report: ShardReport) => number) =>
    reports.reduce((total, each) => total + count(each), 0);
  const texts = sum(({ texts }) => texts);
  const rows = Object.keys(first.sentiments).map((sentiment) => {
    const count = sum(({ sentiments }) => sentiments[sentiment] ?? 0);
    return [sentiment, count.toLocaleString('en'), `${((100 * count) / Math.max(1, texts)).toFixed(1)} %`];
  });
  console.log(markdownTable(['sentiment', 'texts', 'share'], rows));
  const bad = sum(({ bad }) => bad);
  const seconds = sum(({ seconds }) => seconds);
  console.log(
    `\n${texts.toLocaleString('en')} texts by ${first.model}, ${bad.toLocaleString('en')} bad records, ` +
      `${seconds.toFixed(1)} s of work`,
  );
  for (const { problems } of reports) for (const problem of problems) console.log(`  ${problem}`);
  const found = new Set(reports.map(({ unit }) => unit));
  const missing = Array.from({ length: first.numUnits }, (_, i) => i).filter((i) => !found.has(i));
  if (missing.length === 0) console.log(`all ${first.numUnits} parts are there`);
  else {
    console.log(
      `${missing.length} of ${first.numUnits} parts are missing: ${missing.slice(0, 20).join(', ')}`,
    );
    process.exitCode = 1;
  }
}

async function readReport(path: string): Promise<ShardReport> {
  try {
    const report = JSON.parse(Buffer.from(await readFile(path)).toString());
    if (Number.isInteger(report.unit) && report.sentiments !== undefined) return report;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UsageError(`${path}: is no report of classify --shard; delete it and run its shard again`);
}

const describeRun = ({ numUnits, model }: ShardReport): string => `${numUnits} parts by ${model}`;
