import { workerData } from 'node:worker_threads';
import { loadClassifier } from '../../classifier/src/index.ts';
import { answerTasks } from '../../functions/workers/answer-tasks.ts';
import { classifyRows, type Row } from './rows.ts';

const { model, asJson } = workerData as { model: Uint8Array; asJson: boolean };
const classifier = loadClassifier(model);
const encoder = new TextEncoder();

answerTasks((rows: Row[]) => {
  const { buffer } = encoder.encode(classifyRows(classifier, rows, asJson));
  return { result: buffer, transfer: [buffer] };
});
