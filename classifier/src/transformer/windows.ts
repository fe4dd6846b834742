import type { Pieces } from './tokenizer.ts';

/**
 * Distributes the pieces of a text over windows of nearly equal length. A window ends where a run of pieces ends, unless
 * the run is longer than a window.
 * @param capacity the most pieces in a window
 * @returns the pieces of each window; one window without pieces for a text without pieces
 */
export function cutIntoWindows(runs: readonly Pieces[], capacity: number): number[][] {
  const windows: number[][] = [[]];
  let numLeft = runs.reduce((sum, { length }) => sum + length, 0);
  let length = evenLength(numLeft, capacity);
  for (const run of runs.flatMap((pieces) => cutRun(pieces, capacity))) {
    const window = windows.at(-1)!;
    if (window.length > 0 && (window.length >= length || window.length + run.length > capacity)) {
      numLeft -= window.length;
      length = evenLength(numLeft, capacity);
      windows.push([...run]);
    } else {
      window.push(...run);
    }
  }
  return windows;
}

/** The length of the fewest windows that hold so many pieces, if they are all equal. */
function evenLength(numPieces: number, capacity: number): number {
  return Math.ceil(numPieces / Math.max(1, Math.ceil(numPieces / capacity)));
}

function cutRun(pieces: Pieces, capacity: number): Pieces[] {
  return Array.from({ length: Math.ceil(pieces.length / capacity) }, (_, i) =>
    pieces.slice(i * capacity, (i + 1) * capacity),
  );
}
