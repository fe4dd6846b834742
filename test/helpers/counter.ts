/** Adds to its shard's place what the job's numbers add up to. */
export function createCounter(shared: Int32Array) {
  return (shard: number, ...job: number[]): void => {
    shared[shard]! += job.reduce((sum, number) => sum + number, 0);
  };
}
