import { setTimeout as sleep } from 'node:timers/promises';
import type { MemoryAccount } from './cgroup.ts';

const EVERY_MS = 20;

/** The maximum memory seen, in bytes. */
export interface MostMemory {
  /** The kernel's own peak, including file pages that could be dropped. */
  peakBytes: number;
  /** The largest sample of anonymous memory. */
  anonymousBytes: number;
}

/** Samples the memory of a container. @returns a function that stops sampling and returns the maximum */
export function sampleMemory(account: MemoryAccount): () => Promise<MostMemory> {
  let isStopped = false;
  const most: MostMemory = { peakBytes: 0, anonymousBytes: 0 };
  const sampling = (async () => {
    while (!isStopped) {
      // A container that has ended has no accounting any more.
      const peakBytes = await account.peakBytes().catch(() => 0);
      const anonymousBytes = await account.anonymousBytes().catch(() => 0);
      most.peakBytes = Math.max(most.peakBytes, peakBytes);
      most.anonymousBytes = Math.max(most.anonymousBytes, anonymousBytes);
      await sleep(EVERY_MS);
    }
  })();
  return async () => {
    isStopped = true;
    await sampling;
    return most;
  };
}
