import { parentPort } from 'node:worker_threads';
import { READY } from './pool.ts';

/** The result of a task, and its buffers, which are transferred instead of copied. */
interface Answered<Result> {
  result: Result;
  transfer: ArrayBuffer[];
}

/**
 * Answers the tasks of a pool, in one of its threads.
 * @param answer answers a task; an error ends the thread
 */
export function answerTasks<Task, Result>(
  answer: (task: Task) => Answered<Result> | Promise<Answered<Result>>,
): void {
  const port = parentPort!;
  port.on('message', async (task: Task) => {
    const { result, transfer } = await answer(task);
    port.postMessage(result, transfer);
  });
  port.postMessage(READY);
}
