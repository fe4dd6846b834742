import { availableParallelism, cpus } from 'node:os';
import { markdownTable } from '../program/markdown-table.ts';

/** A table of measurements. */
export interface BenchTable {
  /** The heading of each column, ending in its unit, by its key in the rows. */
  columns: Record<string, string>;
  /** The rows of measurements. */
  rows: Record<string, string | number>[];
}

/** The report of a bench. */
export interface BenchReport extends BenchTable {
  /** Further tables, with other columns. */
  moreTables?: readonly BenchTable[];
  /** Conclusions, one sentence each. */
  notes: string[];
  /** Whether all limits are kept; if not, the exit code is 1. */
  isWithinLimits: boolean;
}

/** Formats a report: the machine, the tables, the notes. Tables without rows are left out. */
export function describeReport({ columns, rows, moreTables = [], notes }: BenchReport): string {
  const tables = [{ columns, rows }, ...moreTables].filter((table) => table.rows.length > 0);
  return [describeMachine(), '', ...tables.flatMap((table) => [formatTable(table), '']), ...notes].join('\n');
}

function formatTable({ columns, rows }: BenchTable): string {
  const cells = rows.map((row) => Object.keys(columns).map((key) => formatCell(row[key]!)));
  return markdownTable(Object.values(columns), cells);
}

/** Describes the machine, without which measurements mean nothing. */
export function describeMachine(): string {
  const { version, platform, arch } = process;
  return `Node.js ${version} on ${platform} ${arch}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown CPU'}`;
}

/** Formats a number with three significant digits, or as a whole number from 100 on. */
function formatCell(value: string | number): string {
  if (typeof value === 'string') return value;
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}
