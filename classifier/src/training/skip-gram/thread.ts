import { runThread } from '../threads.ts';
import { createShardWorker } from './shard.ts';

runThread(createShardWorker);
