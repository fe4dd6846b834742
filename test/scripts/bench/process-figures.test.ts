import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { readCpuMs, readProcessTree, readResidentMB } from '../../../scripts/bench/process-figures.ts';

const isLinux = process.platform === 'linux';

describe.runIf(isLinux)('on Linux', () => {
  test('a tree has the process, its children and theirs', async () => {
    const parent = spawn('bash', ['-c', 'bash -c "sleep 60 & echo; wait" & wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      await once(parent.stdout, 'data');
      expect(await readProcessTree(parent.pid!)).toEqual([
        parent.pid,
        expect.any(Number),
        expect.any(Number),
      ]);
    } finally {
      process.kill(-parent.pid!); // the group, so that nothing sleeps on
    }
  });

  test('time and memory are about what the process itself says', async () => {
    const { user, system } = process.cpuUsage();
    const saidMs = (user + system) / 1000;
    expect(Math.abs((await readCpuMs(process.pid)) - saidMs)).toBeLessThan(500);
    const saidMB = process.memoryUsage.rss() / 1e6;
    expect(Math.abs((await readResidentMB(process.pid)) - saidMB)).toBeLessThan(50);
  });
});

test('a process that is not there has no figures', async () => {
  expect(await readProcessTree(-1)).toEqual([-1]);
  expect(await readCpuMs(-1)).toBeNaN();
  expect(await readResidentMB(-1)).toBeNaN();
});
