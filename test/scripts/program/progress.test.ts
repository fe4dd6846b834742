import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startProgress, withStages } from '../../../scripts/program/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream like standard error, and what was written to it. */
function fakeStream(isTTY: boolean) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { written, stream: Object.assign(stream, { isTTY, columns: 120 }) as unknown as NodeJS.WriteStream };
}

test('writes at most one plain line in five seconds, and a last one', () => {
  const { stream, written } = fakeStream(false);
  const progress = startProgress({ label: 'train', total: 12000, unit: 'rows', stream });
  for (let done = 1000; done <= 12000; done += 1000) {
    vi.advanceTimersByTime(1000);
    progress.update(done, `loss ${done / 1000}`);
  }
  progress.stop();
  expect(written).toEqual([
    'train: 5,000 of 12,000 rows in 5.0 s, 7 s left | loss 5\n',
    'train: 10,000 of 12,000 rows in 10.0 s, 2 s left | loss 10\n',
    'train: 12,000 of 12,000 rows in 12.0 s | loss 12\n',
  ]);
});

test('keeps the last note and does without a total', () => {
  const { stream, written } = fakeStream(false);
  const progress = startProgress({ label: 'classify', total: undefined, unit: 'MB', stream });
  progress.update(0.5, 'first');
  progress.update(1.25);
  progress.stop();
  expect(written).toEqual(['classify: 1.3 MB in 0.0 s | first\n']);
});

test('draws a bar in a terminal', () => {
  const { stream, written } = fakeStream(true);
  const progress = startProgress({ label: 'train', total: 2000, unit: 'rows', stream });
  vi.advanceTimersByTime(1000);
  progress.update(1000, 'loss 1.5');
  vi.advanceTimersByTime(1000);
  progress.stop();
  const text = written.join('');
  expect(text).toContain('train ');
  expect(text).toContain('█░');
  expect(text).toContain('50 % | 1,000 of 2,000 rows');
  expect(text).toContain(' | loss 1.5');
  expect(text.endsWith('\n')).toBe(true);
});

test('counts in a terminal where the total is not known', () => {
  const { stream, written } = fakeStream(true);
  const progress = startProgress({ label: 'classify', total: undefined, unit: 'MB', stream });
  progress.update(3);
  progress.stop();
  expect(written.join('')).toContain('classify 3 MB | 0s');
  expect(written.join('')).not.toContain('%');
});

test('each stage of the work is told to its end', async () => {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const stages = withStages(async (tell) => {
    tell({ label: 'train', total: 3, unit: 'steps' }, 2, 'loss 1');
    tell({ label: 'train', total: 3, unit: 'steps' }, 3);
    tell({ label: 'calibrate', total: 2, unit: 'folds' }, 2);
    throw new Error('the last stage is told all the same');
  });
  await expect(stages).rejects.toThrow('all the same');
  vi.restoreAllMocks();
  expect(written).toEqual(['train: 3 of 3 steps in 0.0 s | loss 1\n', 'calibrate: 2 of 2 folds in 0.0 s\n']);
});
