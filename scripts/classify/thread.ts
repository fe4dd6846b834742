import { workerData } from 'node:worker_threads';
import { loadClassifier } from '../../classifier/src/index.ts';
import { answerTasks } from '../../functions/workers/answer-tasks.ts';
import type { OutputStyle } from './output.ts';
import { classifyRows, type Row } from './rows.ts';

const { model, style } = workerData as { model: Uint8Array; style: OutputStyle };
const classifier = loadClassifier(model);
const encoder = new TextEncoder();

answerTasks(async (rows: Row[]) => {
  const { output } = await classifyRows(classifier, rows, style);
  const { buffer } = encoder.encode(output);
  return { result: buffer, transfer: [buffer] };
});
