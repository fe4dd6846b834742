import { availableParallelism, cpus } from 'node:os';
import { markdownTable } from '../program/markdown-table.ts';

/** What a bench measured. */
export interface BenchReport {
  /** The heading of each column by its key in the rows, its unit last. */
  columns: Record<string, string>;
  /** What was measured, row by row. */
  rows: Record<string, string | number>[];
  /** What the figures come to, one sentence each. */
  notes: string[];
  /** Whether all limits are kept; where one is not, the program ends with exit code 1. */
  isWithinLimits: boolean;
}

/** A report to read: the machine, the table, the notes. */
export function describeReport({ columns, rows, notes }: BenchReport): string {
  const cells = rows.map((row) => Object.keys(columns).map((key) => formatCell(row[key]!)));
  return [describeMachine(), '', markdownTable(Object.values(columns), cells), '', ...notes].join('\n');
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
