import { runThread } from '../threads/threads.ts';
import { createNetworkWorker } from './shard.ts';

/** What a thread of a network's training does until it is terminated. */
export function runNetworkThread(): never {
  return runThread(createNetworkWorker);
}
