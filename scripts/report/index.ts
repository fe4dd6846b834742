export { advice, chart, table, text } from './blocks.ts';
export { count, decimal, excerpt, list, percent, perMille, plural, quote } from './phrases.ts';
export type { Block, Report, ReportFile, Section } from './render.ts';
export { writeReport } from './write-report.ts';
