import { Worker } from 'node:worker_threads';
import type { Classifier } from '../../classifier/src/index.ts';
import { createWorkerPool, TASKS_PER_THREAD } from '../../functions/workers/pool.ts';
import type { OutputStyle } from './output.ts';
import { classifyRows, type Row, type RowGroup } from './rows.ts';

/** Classifies groups of rows in worker threads once they are ready, and in the main thread until then. */
export function shareRows(classifier: Classifier, modelBytes: Uint8Array, style: OutputStyle, size: number) {
  const pool = createWorkerPool<Row[], ArrayBuffer>({
    size,
    start: () =>
      new Worker(new URL('thread.ts', import.meta.url), { workerData: { model: modelBytes, style } }),
  });
  return {
    hasRoom: (numBegun: number): boolean => numBegun < Math.max(1, TASKS_PER_THREAD * size),
    async classify({ rows, isFull }: RowGroup) {
      const bytes = isFull && pool.isReady() ? await pool.run(rows) : undefined;
      const output = bytes ? Buffer.from(bytes) : classifyRows(classifier, rows, style);
      const texts = rows.filter(({ text, fault }) => fault === undefined && text.trim() !== '');
      return { output, numTexts: texts.length };
    },
    [Symbol.asyncDispose]: pool.close,
  };
}
