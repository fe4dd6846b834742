import { runThread } from '../threads/threads.ts';
import { createNetworkWorker } from './shard.ts';

/** The main function of a training thread; it runs until the thread is terminated. */
export function runNetworkThread(): never {
  return runThread(createNetworkWorker);
}
