import { runThread } from '../threads/threads.ts';
import { createShardWorker } from './shard.ts';

runThread(createShardWorker);
