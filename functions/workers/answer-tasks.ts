import { parentPort } from 'node:worker_threads';
import { READY } from './pool.ts';

/**
 * Answers the tasks of a pool, in one of its threads.
 * @param answer gives the result of a task, and the memory in it that is handed over instead of copied; what it throws
 *   ends the thread
 */
export function answerTasks<Task, Result>(
  answer: (task: Task) => { result: Result; transfer: ArrayBuffer[] },
): void {
  const port = parentPort!;
  port.on('message', (task: Task) => {
    const { result, transfer } = answer(task);
    port.postMessage(result, transfer);
  });
  port.postMessage(READY);
}
