import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutIntoWindows } from '../../../classifier/src/transformer/windows.ts';

const runsOf = (...lengths: number[]): number[][] =>
  lengths.map((length, run) => Array.from({ length }, (_, i) => run * 100 + i));
const lengthsOf = (windows: number[][]): number[] => windows.map(({ length }) => length);

test('a text that fits is one window, and so is one without pieces', () => {
  expect(cutIntoWindows(runsOf(2, 3, 5), 10)).toEqual([runsOf(2, 3, 5).flat()]);
  expect(cutIntoWindows([], 10)).toEqual([[]]);
  expect(cutIntoWindows([[], []], 10)).toEqual([[]]);
});

test('a longer text is cut into windows of nearly equal length, between runs', () => {
  expect(lengthsOf(cutIntoWindows(runsOf(...Array(11).fill(1)), 10))).toEqual([6, 5]);
  expect(lengthsOf(cutIntoWindows(runsOf(3, 3, 3, 3), 10))).toEqual([6, 6]);
  expect(lengthsOf(cutIntoWindows(runsOf(1, 9, 9, 1), 10))).toEqual([10, 10]);
});

test('a run that is longer than a window is cut', () => {
  expect(lengthsOf(cutIntoWindows(runsOf(25), 10))).toEqual([10, 10, 5]);
});

test('no piece is lost or moved, and no window is too long', () => {
  const runs = fc.array(fc.array(fc.nat(999), { maxLength: 15 }), { maxLength: 40 });
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 12 }), (pieces, capacity) => {
      const windows = cutIntoWindows(pieces, capacity);
      expect(windows.flat()).toEqual(pieces.flat());
      expect(Math.max(...lengthsOf(windows))).toBeLessThanOrEqual(capacity);
      if (windows.length > 1) expect(lengthsOf(windows)).not.toContain(0);
    }),
  );
});
