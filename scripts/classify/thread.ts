import { workerData } from 'node:worker_threads';
import { loadClassifier } from '../../classifier/src/index.ts';
import { answerTasks } from '../../functions/workers/answer-tasks.ts';
import type { OutputStyle } from './output.ts';
import { classifyRows, type Row } from './rows.ts';

const { model, style } = workerData as { model: Uint8Array; style: OutputStyle };
const classifier = loadClassifier(model);
const encoder = new TextEncoder();

answerTasks((rows: Row[]) => {
  const { buffer } = encoder.encode(classifyRows(classifier, rows, style));
  return { result: buffer, transfer: [buffer] };
});
