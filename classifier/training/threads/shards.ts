import { createRandom, type Random } from '../optimizers/random.ts';

/** How many parts a step's items are dealt into, however many threads there are: their order fixes all sums. */
export const NUM_SHARDS = 4;

/** The part of a step's batch that one shard has. */
export function shardOf(batch: Uint32Array, batchLength: number, shard: number): Uint32Array {
  const from = Math.floor((shard * batchLength) / NUM_SHARDS);
  const to = Math.floor(((shard + 1) * batchLength) / NUM_SHARDS);
  return batch.subarray(from, to);
}

/** The random generator of one shard of a step: the same whichever thread works on it. */
export function createShardRandom(seed: number, step: number, shard: number): Random {
  return createRandom(seed * 1_000_003 + step * NUM_SHARDS + shard);
}
