import { runThread } from '../threads/threads.ts';
import { createNetworkWorker } from './shard.ts';

runThread(createNetworkWorker);
