import { NUM_SHARDS } from '../threads/shards.ts';
import { createShared } from '../threads/shared-memory.ts';
import { startThreads } from '../threads/threads.ts';
import { countMachines, createMachineWorker, type SharedMachines } from './machine-worker.ts';

/** The state of an interrupted training run, and a callback to extend it. */
export interface KeptMachines {
  /** The weights of the machines trained so far, in order, each of shape [numFeatures]. */
  trained: readonly Float64Array[];
  /** Called with the weights of each newly trained machine. */
  onTrained: (weights: Float64Array) => void;
}

/**
 * Trains the machines of each fold, then those of all texts.
 * @param numThreads affects the time, not the result
 * @yields the weights of each machine, in order
 */
export async function* trainMachines(
  training: Omit<SharedMachines, 'weights'>,
  numThreads: number,
  { trained, onTrained }: KeptMachines,
): AsyncGenerator<Float64Array> {
  yield* trained;
  const numMachines = countMachines(training);
  const weights = Array.from({ length: NUM_SHARDS }, () =>
    createShared('float64', training.matrix.numFeatures),
  );
  const threads = startThreads(
    {
      shared: { ...training, weights },
      numShards: NUM_SHARDS,
      createShardWorker: createMachineWorker,
      task: 'machines',
    },
    numThreads,
  );
  try {
    for (let first = trained.length; first < numMachines; first += NUM_SHARDS) {
      await threads.run(first);
      for (const each of weights.slice(0, numMachines - first)) {
        const copy = Float64Array.from(each); // the next job overwrites them
        onTrained(copy);
        yield copy;
      }
    }
  } finally {
    await threads.stop();
  }
}
