import { workerData } from 'node:worker_threads';
import { loadClassifier } from '../../classifier/src/index.ts';
import { answerTasks } from '../../functions/workers/answer-tasks.ts';
import { classifyRows, type Row, type RowOptions } from './rows.ts';

const { model, options } = workerData as { model: Uint8Array; options: RowOptions };
const classifier = loadClassifier(model);
const encoder = new TextEncoder();

answerTasks((rows: Row[]) => {
  const { buffer } = encoder.encode(classifyRows(classifier, rows, options));
  return { result: buffer, transfer: [buffer] };
});
