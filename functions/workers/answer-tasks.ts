import { parentPort } from 'node:worker_threads';
import { READY } from './pool.ts';

/**
 * Answers the tasks of a pool, in one of its threads.
 * @param answer returns the result of a task, and its buffers to transfer instead of copy; an error ends the thread
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
