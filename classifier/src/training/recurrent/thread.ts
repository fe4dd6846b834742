import { workerData } from 'node:worker_threads';
import { createShardWorker } from './shard.ts';
import { CONTROL, type ThreadData } from './threads.ts';

const { shared, control, shards } = workerData as ThreadData;
const work = createShardWorker(shared);

// Until it is terminated the thread does nothing but its shards of each step.
for (let generation = 1; ; generation++) {
  // A notice may come late, when its step is done already: only the number tells that there is a new one.
  while (Atomics.load(control, CONTROL.generation) < generation) {
    Atomics.wait(control, CONTROL.generation, generation - 1);
  }
  for (const shard of shards) work(shard, control[CONTROL.step]!, control[CONTROL.batchLength]!);
  Atomics.add(control, CONTROL.numDone, 1);
  Atomics.notify(control, CONTROL.numDone);
}
