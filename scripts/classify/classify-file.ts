import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Classifier, loadClassifier } from '../../classifier/src/index.ts';
import { findFormat, readTexts } from '../../classifier/training/index.ts';
import { inOrder } from '../../functions/workers/in-order.ts';
import { createWorkerPool, TASKS_PER_THREAD } from '../../functions/workers/pool.ts';
import { readModel } from '../program/model-option.ts';
import { type Progress, startProgress } from '../program/progress.ts';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { classifyRows, groupRows, type Row, type RowGroup, type RowOptions, TABLE_HEADER } from './rows.ts';

/** How texts are classified. */
export interface ClassifyOptions {
  /** One JSON object a line instead of a table. */
  json?: true;
  /** The confidence from which a class is told, 0 to 1; always without it. */
  minConfidence?: number;
  /** A kind of model, or the path of a model file. */
  model: string;
  /** The column of the text, where it is not found by its name. */
  textColumn?: string;
  /** How many worker threads share the work; 0 for none. */
  workers: number;
}

/**
 * Labels the texts of a file, or of standard input for `-`, and prints each result as it comes.
 * @throws UsageError for a file that cannot be read, and a column where there are none
 */
export async function classifyFile(
  file: string,
  { json, minConfidence, model, textColumn, workers }: ClassifyOptions,
): Promise<void> {
  const format = findFormat(file) ?? 'lines';
  if (textColumn !== undefined && format === 'lines') {
    throw new UsageError(
      `--text-column: ${file} is read as one text a line; expected a .tsv, .csv or .ndjson file`,
    );
  }
  const modelBytes = share(await readModel(model));
  const classifier = loadClassifier(modelBytes);
  let bytesRead = 0;
  let progress: Progress | undefined;
  const input = await openInput(file, (chunk) => {
    bytesRead += chunk.length;
    progress?.update(bytesRead / 1000);
  });
  if (file === '-' && process.stdin.isTTY) console.error('one text a line, the end is Ctrl-D');

  // Where the results go to the terminal they are progress enough, and a bar would stand in their way.
  const total = input.sizeBytes === undefined ? undefined : input.sizeBytes / 1000;
  if (!process.stdout.isTTY) progress = startProgress({ label: 'classify', total, unit: 'kB' });
  let numTexts = 0;
  let numBlank = 0;
  const onBlank = () => {
    numBlank++;
  };
  await using threads = shareRows(classifier, modelBytes, { asJson: json === true, minConfidence }, workers);
  try {
    if (!json) await print(TABLE_HEADER);
    const groups = groupRows(readTexts(input, format, { textColumn, onBlank }));
    for await (const { output, numRows } of inOrder(groups, threads.classify, threads.hasRoom)) {
      await print(output);
      numTexts += numRows;
    }
  } finally {
    progress?.stop();
  }
  const blank = numBlank === 0 ? '' : `, skipped ${numBlank} blank`;
  console.error(`classified ${numTexts} texts with ${classifier.name}${blank}`);
}

/** Classifies groups of rows, in threads as soon as one is ready, and in this one until then. */
function shareRows(classifier: Classifier, modelBytes: Uint8Array, options: RowOptions, size: number) {
  const pool = createWorkerPool<Row[], ArrayBuffer>({
    size,
    start: () =>
      new Worker(new URL('thread.ts', import.meta.url), { workerData: { model: modelBytes, options } }),
  });
  return {
    hasRoom: (numBegun: number): boolean => numBegun < Math.max(1, TASKS_PER_THREAD * size),
    async classify({ rows, isFull }: RowGroup) {
      const bytes = isFull && pool.isReady() ? await pool.run(rows) : undefined;
      const output = bytes ? Buffer.from(bytes) : classifyRows(classifier, rows, options);
      return { output, numRows: rows.length };
    },
    [Symbol.asyncDispose]: pool.close,
  };
}

/** The same bytes on memory that all threads see. */
function share(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

async function print(output: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(output)) await once(process.stdout, 'drain');
}
