import { createRandom } from '../optimizers/random.ts';
import type { ShardWorker } from '../threads/threads.ts';
import type { SparseMatrix } from './features.ts';
import { type SvmSettings, trainSvm } from './svm.ts';

/** What all threads that train support vector machines read. The matrix and the weights are in shared memory. */
export interface SharedMachines {
  settings: SvmSettings;
  seed: number;
  numClasses: number;
  /** The rows of labelled texts, then those of soft texts. */
  matrix: SparseMatrix;
  /** Shape [number of labelled texts]: their labels. */
  labels: Uint8Array;
  numFolds: number;
  /** Shape [number of labelled texts]: the fold in which each is held out. */
  folds: Uint8Array;
  /** Shape [number of soft texts × numClasses]: what their teacher says. */
  probabilities: Float64Array;
  /** Shape [number of rows]: their weights; 1 by default. */
  rowWeights: Float64Array | undefined;
  /** Shape [NUM_SHARDS], each of shape [numFeatures]: the weights of the machines trained by a job. */
  weights: Float64Array[];
}

/** The arguments of a job: shard i trains the machine `first` + i. */
export type MachineJob = [first: number];

/** The number of machines: one a class for each fold, trained without its texts, then one a class for all texts. */
export const countMachines = ({
  numFolds,
  numClasses,
}: Pick<SharedMachines, 'numFolds' | 'numClasses'>): number => (numFolds + 1) * numClasses;

/** Creates a worker that trains one machine for each shard. Each machine has its own random numbers. */
export function createMachineWorker(shared: SharedMachines): ShardWorker<MachineJob> {
  const { matrix, labels, folds, probabilities, numClasses, seed, settings, rowWeights } = shared;
  const numLabelled = labels.length;
  const numRows = matrix.rowStarts.length - 1;
  return (shard, first) => {
    const machine = first + shard;
    if (machine >= countMachines(shared)) return;
    const heldOut = Math.floor(machine / numClasses);
    const k = machine % numClasses;
    const rows = Uint32Array.from({ length: numRows }, (_, row) => row);
    const weights = trainSvm(
      matrix,
      rows.filter((row) => row >= numLabelled || folds[row] !== heldOut),
      labels.map((label) => Number(label === k)),
      settings,
      createRandom(seed * 1_000_003 + machine),
      rowWeights,
      {
        first: numLabelled,
        targets: Float64Array.from(
          { length: numRows - numLabelled },
          (_, i) => 2 * probabilities[i * numClasses + k]! - 1,
        ),
      },
    );
    shared.weights[shard]!.set(weights);
  };
}
