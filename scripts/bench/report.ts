import { availableParallelism, cpus } from 'node:os';
import { markdownTable } from '../program/markdown-table.ts';

/** A table of what a bench measured. */
export interface BenchTable {
  /** The heading of each column by its key in the rows, its unit last. */
  columns: Record<string, string>;
  /** What was measured, row by row. */
  rows: Record<string, string | number>[];
}

/** What a bench measured. */
export interface BenchReport extends BenchTable {
  /** Tables of other columns that follow the first. */
  moreTables?: readonly BenchTable[];
  /** What the figures come to, one sentence each. */
  notes: string[];
  /** Whether all limits are kept; where one is not, the program ends with exit code 1. */
  isWithinLimits: boolean;
}

/** A report to read: the machine, the tables, the notes. A table without rows is left out. */
export function describeReport({ columns, rows, moreTables = [], notes }: BenchReport): string {
  const tables = [{ columns, rows }, ...moreTables].filter((table) => table.rows.length > 0);
  return [describeMachine(), '', ...tables.flatMap((table) => [formatTable(table), '']), ...notes].join('\n');
}

function formatTable({ columns, rows }: BenchTable): string {
  const cells = rows.map((row) => Object.keys(columns).map((key) => formatCell(row[key]!)));
  return markdownTable(Object.values(columns), cells);
}

/** The machine in words, since no figure means anything without it. */
export function describeMachine(): string {
  const { version, platform, arch } = process;
  return `Node.js ${version} on ${platform} ${arch}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown CPU'}`;
}

/** Figures with three digits that count, or as whole numbers from 100 on. */
function formatCell(value: string | number): string {
  if (typeof value === 'string') return value;
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}
