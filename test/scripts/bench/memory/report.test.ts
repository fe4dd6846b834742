import { expect, test } from 'vitest';
import { createTally } from '../../../../scripts/bench/load/tally.ts';
import { type MemoryFinding, reportMemory } from '../../../../scripts/bench/memory.ts';

const GOOD: MemoryFinding = {
  memory: '192m',
  kind: 'batch',
  ...createTally(),
  peakBytes: 150e6,
  anonymousBytes: 100e6,
  end: undefined,
  hasRecovered: true,
};

test('memory is kept where all is right or refused, and answered again', () => {
  const { rows, notes, isWithinLimits } = reportMemory([{ ...GOOD, right: 9, refused: 31 }]);
  expect(isWithinLimits).toBe(true);
  expect(rows).toMatchObject([{ end: 'no', hasRecovered: 'yes', peakMB: 150, anonymousMB: 100 }]);
  expect(notes.join()).toContain('192m: at most 150 MB by the kernel’s count, 100 MB anonymous.');
});

test.each([
  ['a container that ended', { end: 'exit 137, out of memory' }],
  ['a wrong answer', { wrong: 1, faults: ['status 500'] }],
  ['one that is not answered again', { hasRecovered: false }],
])('memory is not kept with %s', (_, fault) => {
  expect(reportMemory([GOOD, { ...GOOD, ...fault }]).isWithinLimits).toBe(false);
});
