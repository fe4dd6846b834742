import { FIRST_BYTE } from './kernel/kernel.ts';

/** Allocates kernel memory and returns its address; both in bytes. */
export type Allocate = (numBytes: number) => number;

/** The width of a SIMD load, in bytes. */
const ALIGNMENT = 16;

/**
 * Creates an allocator that lays out memory sequentially. `numBytes()` is the memory size needed for all allocations so
 * far.
 */
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
