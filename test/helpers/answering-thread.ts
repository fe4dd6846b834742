import { parentPort, workerData } from 'node:worker_threads';
import { answerParts, type PartTask } from '../../functions/workers/answer-parts.ts';

/** A thread of the service that ends at a text "poison", as often as `deaths[0]` says. */
const { deaths } = workerData as { deaths: Int32Array };
parentPort!.on('message', (task: PartTask) => {
  const isPoisoned =
    'texts' in task ? task.texts.includes('poison') : Buffer.from(task.lines.bytes).includes('poison');
  if (isPoisoned && Atomics.sub(deaths, 0, 1) > 0) process.exit(3);
});
answerParts();
