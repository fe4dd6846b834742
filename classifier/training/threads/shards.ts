import { createRandom, type Random } from '../optimizers/random.ts';

/**
 * The number of parts of a step, whatever the number of threads. Sums are taken in their order, so the result is fixed.
 */
export const NUM_SHARDS = 4;

/** The part of a step's batch that belongs to a shard. */
export function shardOf(batch: Uint32Array, batchLength: number, shard: number): Uint32Array {
  const from = Math.floor((shard * batchLength) / NUM_SHARDS);
  const to = Math.floor(((shard + 1) * batchLength) / NUM_SHARDS);
  return batch.subarray(from, to);
}

/** The random generator for one shard of a step. It does not depend on the thread. */
export function createShardRandom(seed: number, step: number, shard: number): Random {
  return createRandom(seed * 1_000_003 + step * NUM_SHARDS + shard);
}
