import { FIRST_BYTE } from './kernel/kernel.ts';

/** Sets memory of a kernel aside, in bytes, and gives its place. */
export type Allocate = (numBytes: number) => number;

/** What one instruction of the kernel reads. */
const ALIGNMENT = 16;

/** Lays memory out one part after another; `numBytes` is what a kernel must hold for all of them. */
export function createArena(): { allocate: Allocate; numBytes(): number } {
  let end = FIRST_BYTE;
  return {
    allocate(numBytes) {
      const place = end;
      end += Math.ceil(numBytes / ALIGNMENT) * ALIGNMENT;
      return place;
    },
    numBytes: () => end,
  };
}
