import { Worker } from 'node:worker_threads';
import { createWorkerPool, TASKS_PER_THREAD } from '../../functions/workers/pool.ts';
import type { AnyClassifier } from '../program/classify-texts.ts';
import type { OutputStyle } from './output.ts';
import { classifyRows, type Row, type RowGroup } from './rows.ts';

/**
 * Classifies groups of rows in worker threads once they are ready, and in the main thread until then. A transformer has
 * threads of its own.
 */
export function shareRows(
  classifier: AnyClassifier,
  modelBytes: Uint8Array,
  style: OutputStyle,
  numWorkers: number,
) {
  const size = classifier.header.kind === 'transformer' ? 0 : numWorkers;
  const pool = createWorkerPool<Row[], ArrayBuffer>({
    size,
    start: () =>
      new Worker(new URL('thread.ts', import.meta.url), { workerData: { model: modelBytes, style } }),
  });
  return {
    hasRoom: (numBegun: number): boolean => numBegun < Math.max(1, TASKS_PER_THREAD * size),
    async classify({ rows, isFull }: RowGroup) {
      const bytes = isFull && pool.isReady() ? await pool.run(rows) : undefined;
      const { output, numRefused } = bytes
        ? { output: Buffer.from(bytes), numRefused: 0 }
        : await classifyRows(classifier, rows, style);
      const texts = rows.filter(({ text, fault }) => fault === undefined && text.trim() !== '');
      return { output, numTexts: texts.length - numRefused, numRefused };
    },
    [Symbol.asyncDispose]: pool.close,
  };
}
