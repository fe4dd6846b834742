import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShortRuns } from '../../../classifier/src/text/short-runs.ts';

test('a short run of ASCII is found by its characters, wherever it stands', () => {
  const runs = createShortRuns<string>();
  expect(runs.get('so good', 3, 7)).toBeUndefined();
  runs.set('good');
  expect(runs.get('good', 0, 4)).toBe('good');
  expect(runs.get('a good one', 2, 6)).toBe('good');
  runs.clear();
  expect(runs.get('good', 0, 4)).toBeUndefined();
});

test('only what was set for the same characters is ever found', () => {
  const unit = fc.constantFrom(...'abz\0\x01\x7f\x80éā😀');
  const runs = createShortRuns<string>();
  fc.assert(
    fc.property(fc.array(fc.string({ unit, minLength: 1, maxLength: 14 })), (texts) => {
      for (const text of texts) {
        expect([undefined, text]).toContain(runs.get(text, 0, text.length));
        runs.set(text);
      }
    }),
    { numRuns: 1000 },
  );
});

test('runs that are long or beyond ASCII have no place, and take none from others', () => {
  const runs = createShortRuns<string>();
  for (const run of ['thirteen-long', 'é', 'a\0']) {
    runs.get(run, 0, run.length);
    runs.set(run);
    expect(runs.get(run, 0, run.length)).toBeUndefined();
  }
});
