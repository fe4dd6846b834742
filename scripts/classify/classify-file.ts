import { labelsOf } from '../../classifier/src/index.ts';
import { findFormat } from '../../classifier/training/index.ts';
import { inOrder } from '../../functions/workers/in-order.ts';
import { checkOutput } from '../program/check-output.ts';
import { readModel } from '../program/model-option.ts';
import { openModel } from '../program/open-model.ts';
import { type Progress, startProgress } from '../program/progress.ts';
import { type Input, openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { type OUTPUT_FORMATS, type OutputFormat, type OutputStyle, tableHeader } from './output.ts';
import { expectSameColumns, headerOf, type Reading, type RowListener, readRows } from './read-rows.ts';
import { findResults, skipDone } from './resume.ts';
import { groupRows, type Row } from './rows.ts';
import { addSentences } from './sentence-rows.ts';
import { shareRows } from './share-rows.ts';
import { NO_SINK, openSink } from './sink.ts';

/** The options of `classifyFiles`. */
export interface ClassifyOptions {
  /** Whether to print the line, the text and the result as one JSON object a line. */
  json?: true;
  /** Whether the sentences of a text of several get rows of their own, after that of the text. */
  sentences?: true;
  /** Whether to go on after the results of an interrupted run. */
  resume?: true;
  /** The output format; by default it follows from the name of `out`. */
  format?: (typeof OUTPUT_FORMATS)[number];
  /** The output file; standard output by default. */
  out?: string;
  /** The format of files without a known extension. */
  input?: (typeof INPUT_FORMATS)[number];
  /** The field separator of a table. */
  delimiter?: string;
  /** The minimum confidence for an answer, 0..1; without it every text gets an answer. */
  minConfidence?: number;
  /** A kind of model, or the path of a model file. */
  model: string;
  /** The column of the text; by default it is found by its name. */
  textColumn?: string;
  /** The number of worker threads; 0 for none. */
  workers: number;
}

/** The formats of standard input and of files without a known extension. */
export const INPUT_FORMATS = ['lines', 'csv', 'tsv', 'ndjson'] as const;

/**
 * Classifies the texts of files, or of standard input for `-`, and prints each result as soon as it is known. An
 * invalid record is reported in place of its result, and the exit code is then 1.
 * @throws UsageError for an unreadable file, and for options that do not go together
 */
export async function classifyFiles(files: readonly string[], options: ClassifyOptions): Promise<void> {
  const formats = files.map((file) => formatOf(file, options));
  const format = outputFormat(options);
  checkRows(options);
  const { out, resume = false } = options;
  if (out !== undefined) await checkOutput(out, files);
  const modelBytes = share(await readModel(options.model));
  const classifier = await openModel(modelBytes, Math.max(1, options.workers));
  const style: OutputStyle = {
    format,
    delimiter: options.delimiter ?? ',',
    labels: labelsOf(classifier.header),
    ...(options.minConfidence !== undefined && { minConfidence: options.minConfidence }),
  };

  let bytesRead = 0;
  let progress: Progress | undefined;
  const counts = { texts: 0, blank: 0, faults: 0 };
  const tell = (): void => progress?.update(bytesRead / 1000, `${counts.texts.toLocaleString('en')} rows`);
  const inputs: Input[] = [];
  for (const file of files) {
    inputs.push(
      await openInput(file, (chunk) => {
        bytesRead += chunk.length;
        tell();
      }),
    );
  }
  if (files.includes('-') && process.stdin.isTTY) console.error('one text a line, the end is Ctrl-D');
  const readings = inputs.map(
    (input, i): Reading => ({
      input,
      format: formats[i]!,
      textColumn: options.textColumn,
      delimiter: options.delimiter,
    }),
  );

  // Results on the terminal show progress themselves, and a bar would get in their way.
  if (out !== undefined || !process.stdout.isTTY) {
    progress = startProgress({ label: 'classify', total: sizeOf(inputs), unit: 'kB' });
  }
  const results = out !== undefined && resume ? await findResults(out) : undefined;
  const isComplete = results?.isComplete ?? false;
  const sink = isComplete ? NO_SINK : await openSink(out, resume);
  await using threads = shareRows(classifier, modelBytes, style, options.workers);
  try {
    if (format === 'table') await sink.write(`${tableHeader(style.labels)}\n`);
    let rows: AsyncIterable<Row> = readAll(readings, style, sink.write, counts);
    if (options.sentences) rows = addSentences(rows);
    if (results !== undefined) rows = skipDone(rows, results, classifier.name, countDone(counts));
    const groups = groupRows(rows);
    const classified = inOrder(groups, threads.classify, threads.hasRoom);
    for await (const { output, numTexts, numRefused } of classified) {
      await sink.write(output);
      counts.texts += numTexts;
      counts.faults += numRefused;
      tell();
    }
    await sink.finish();
  } finally {
    progress?.stop();
    await sink.close();
  }
  const skipped = counts.blank === 0 ? '' : `, skipped ${counts.blank} blank`;
  console.error(
    isComplete
      ? `${out} is complete; delete it to begin again`
      : `classified ${counts.texts} texts with ${classifier.name}${skipped}`,
  );
  reportFaults(counts.faults);
}

/** Reads the rows of all files in order. The header of a table comes first. */
async function* readAll(
  readings: readonly Reading[],
  style: OutputStyle,
  write: (text: string) => Promise<void>,
  counts: { blank: number; faults: number },
): AsyncGenerator<Row> {
  const withFile = readings.length > 1;
  let first: readonly string[] | undefined;
  const listener: RowListener = {
    async onColumns(file, columns) {
      if (style.format !== 'csv' && style.format !== 'tsv') return;
      if (first !== undefined) return expectSameColumns(file, columns, first);
      first = columns;
      await write(`${headerOf(columns, style, withFile)}\n`);
    },
    onBlank: () => void counts.blank++,
    onFault: () => void counts.faults++,
  };
  for (const reading of readings) yield* readRows(reading, style, withFile, listener);
}

/** Counts rows done before an interruption as those done now. */
const countDone =
  (counts: { texts: number; faults: number }) =>
  ({ fault }: Row, isError: boolean): void => {
    if (!isError) counts.texts++;
    else if (fault === undefined) counts.faults++;
  };

function reportFaults(faults: number): void {
  if (faults === 0) return;
  const records = faults === 1 ? '1 record is' : `${faults} records are`;
  console.error(`error: ${records} invalid; the reason is printed in place of the result`);
  process.exitCode = 1;
}

function formatOf(file: string, { input, textColumn, delimiter }: ClassifyOptions): Reading['format'] {
  const format = findFormat(file) ?? input ?? (delimiter === undefined ? 'lines' : 'csv');
  if (textColumn === undefined || format !== 'lines') return format;
  throw new UsageError(
    `--text-column: ${file} is read as one text a line; expected a .tsv, .csv or .ndjson file, or --input`,
  );
}

/** @throws UsageError for `--sentences` and `--resume` without the options that they need */
function checkRows({ json, out, sentences, resume }: ClassifyOptions): void {
  if (sentences && !json) throw new UsageError('--sentences goes with --json, whose rows hold their text');
  if (resume && !(json && out !== undefined)) throw new UsageError('--resume goes with --json and --out');
}

function outputFormat({ json, format, out }: ClassifyOptions): OutputFormat {
  const named = out === undefined ? undefined : findFormat(out);
  if (!json) return format ?? named ?? 'table';
  if (format !== undefined) throw new UsageError('--json and --format are two forms; expected one');
  if (named === undefined || named === 'ndjson') return 'json';
  throw new UsageError(`--json writes NDJSON, not ${named}; expected a name such as soft.ndjson for --out`);
}

/** The total size in kilobytes; `undefined` if one is not known. */
function sizeOf(inputs: readonly Input[]): number | undefined {
  let sum = 0;
  for (const { sizeBytes } of inputs) {
    if (sizeBytes === undefined) return undefined;
    sum += sizeBytes / 1000;
  }
  return sum;
}

/** Copies bytes into memory shared by all threads. */
function share(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
