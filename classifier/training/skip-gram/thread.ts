import { runThread } from '../threads/threads.ts';
import { createSkipGramWorker } from './shard.ts';

runThread(createSkipGramWorker);
