import { setTimeout as sleep } from 'node:timers/promises';
import type { MemoryAccount } from './cgroup.ts';

const EVERY_MS = 20;

/** The most memory that was seen, in bytes. */
export interface MostMemory {
  /** By the kernel's own peak, with the file pages that it could drop. */
  peakBytes: number;
  /** No file's, as the samples show it. */
  anonymousBytes: number;
}

/** Looks at an account of memory again and again. @returns a call that ends it, and gives the most that was seen */
export function sampleMemory(account: MemoryAccount): () => Promise<MostMemory> {
  let isStopped = false;
  const most: MostMemory = { peakBytes: 0, anonymousBytes: 0 };
  const sampling = (async () => {
    while (!isStopped) {
      // Of a container that has ended there is no account any more.
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
