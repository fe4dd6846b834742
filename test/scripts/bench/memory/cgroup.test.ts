import { expect, test } from 'vitest';
import { findAccount, readAnonymousBytes } from '../../../../scripts/bench/memory/cgroup.ts';

test('the account of memory is found in version 1 of control groups', () => {
  expect(findAccount('9:name=systemd:/a\n4:cpu,memory:/libpod/b\n0::/c\n')).toEqual({
    folder: '/sys/fs/cgroup/memory/libpod/b',
    peak: 'memory.max_usage_in_bytes',
    oom: 'memory.oom_control',
  });
});

test('and in version 2', () => {
  expect(findAccount('0::/machine.slice/libpod-b\n')).toEqual({
    folder: '/sys/fs/cgroup/machine.slice/libpod-b',
    peak: 'memory.peak',
    oom: 'memory.events',
  });
});

test('where there is none, the error says what was read', () => {
  expect(() => findAccount('3:cpuset:/memory\n')).toThrow(
    'no control group of memory in "3:cpuset:/memory\\n"',
  );
});

test.runIf(process.platform === 'linux')('anonymous memory is a part of what is resident', async () => {
  const bytes = await readAnonymousBytes(process.pid);
  expect(bytes).toBeGreaterThan(1e6);
  expect(bytes).toBeLessThan(process.memoryUsage().rss + 100e6);
});

test('a process that has ended has none', async () => {
  expect(await readAnonymousBytes(2 ** 30)).toBe(0);
});
