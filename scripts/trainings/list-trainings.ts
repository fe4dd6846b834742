import { stringify } from 'csv-stringify/sync';
import { markdownTable } from '../program/markdown-table.ts';
import { count } from '../program/numbers.ts';
import type { TrainingRecord } from '../training/index.ts';

/** The columns of a list of trainings: by its heading, the function that gives a training's value. */
type Columns = Map<string, (record: TrainingRecord) => string | number>;

/** Formats trainings as a table for people: name, measures, and the settings in which they differ. */
export function formatTrainings(records: readonly TrainingRecord[]): string {
  const columns = new Map([
    ...whatColumns(),
    ...softColumns(records),
    ...measureColumns(records, false),
    ...settingColumns(records, false),
  ]);
  return `${markdownTable(
    [...columns.keys()],
    toRows(records, columns).map((row) => row.map(toCell)),
  )}\n`;
}

/** Formats trainings as CSV, with all measures and settings. */
export function trainingsToCsv(records: readonly TrainingRecord[]): string {
  const columns = new Map([
    ...whatColumns(),
    ...softColumns(records),
    ...measureColumns(records, true),
    ...settingColumns(records, true),
  ]);
  return stringify([[...columns.keys()], ...toRows(records, columns)]);
}

const toRows = (records: readonly TrainingRecord[], columns: Columns): (string | number)[][] =>
  records.map((record) => [...columns.values()].map((read) => read(record)));

/** Formats a measure with four decimals, and other numbers unchanged. */
function toCell(value: string | number): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) && value >= 1000 ? count(value) : String(value);
}

function whatColumns(): Columns {
  return new Map<string, (record: TrainingRecord) => string | number>([
    ['time', ({ time }) => time.slice(0, 16).replace('T', ' ')],
    ['model', ({ model }) => model],
    ['file', ({ out }) => out],
    ['data', ({ data }) => data.data],
    ['texts', ({ data }) => data.rows],
    ['seed', ({ seed }) => seed],
    ['seconds', ({ seconds }) => seconds],
    ['bytes', ({ sizeBytes }) => sizeBytes],
  ]);
}

/** The column of soft texts with their teachers, if any training has them. */
function softColumns(records: readonly TrainingRecord[]): Columns {
  // Records of earlier versions have no soft texts.
  const list = ({ softData = [] }: TrainingRecord): string =>
    softData.map(({ data, teacher = 'unknown' }) => `${data} (${teacher})`).join(', ');
  return new Map(records.some((record) => list(record) !== '') ? [['soft texts', list]] : []);
}

/** The columns of measures, for each data set that any training was measured on; without `areAll` only accuracy. */
function measureColumns(records: readonly TrainingRecord[], areAll: boolean): Columns {
  const names = new Set(records.flatMap(({ measured }) => measured.map(({ data }) => data)));
  const measures = areAll
    ? (['accuracy', 'macroF1', 'expectedCalibrationError'] as const)
    : (['accuracy'] as const);
  const columns: Columns = new Map();
  for (const name of names) {
    for (const measure of measures) {
      columns.set(`${measure} (${name})`, ({ measured }) => {
        const value = measured.find(({ data }) => data === name)?.[measure];
        return value === undefined ? '' : areAll ? value : value.toFixed(4);
      });
    }
  }
  return columns;
}

/** The columns of settings; without `areAll` only those in which the trainings differ. */
function settingColumns(records: readonly TrainingRecord[], areAll: boolean): Columns {
  const read = (name: string) => (record: TrainingRecord) =>
    name === 'unit' ? record.unit : (record.settings[name] ?? '');
  const names = new Set(['unit', ...records.flatMap(({ settings }) => Object.keys(settings))]);
  const differs = (name: string): boolean => new Set(records.map(read(name))).size > 1;
  const shown = [...names].filter((name) => areAll || differs(name));
  return new Map(shown.map((name) => [name, read(name)]));
}
