import { createMachineWorker } from './linear/machine-worker.ts';
import { createNetworkWorker } from './recurrent/shard.ts';
import { createSkipGramWorker } from './skip-gram/shard.ts';
import { runThread } from './threads/threads.ts';

/** The main function of a training thread; it runs until the thread is terminated. */
export function runTrainingThread(): never {
  return runThread({
    machines: createMachineWorker,
    network: createNetworkWorker,
    skipGram: createSkipGramWorker,
  });
}
