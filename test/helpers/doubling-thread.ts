import { workerData } from 'node:worker_threads';
import { answerTasks } from '../../functions/workers/answer-tasks.ts';

/** A thread that doubles numbers, and dies as often as `deaths[0]` says of the number 13, and at its start if that is `workerData`. */
const { deaths, diesAtStart } = workerData as { deaths: Int32Array; diesAtStart: boolean };
if (diesAtStart) throw new Error('no memory left');

answerTasks((number: number) => {
  if (number === 13 && Atomics.sub(deaths, 0, 1) > 0) throw new Error('thirteen');
  const end = performance.now() + (number % 3) * 2;
  while (performance.now() < end); // later ones may be done earlier
  return { result: 2 * number, transfer: [] };
});
