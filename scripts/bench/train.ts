import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SmallKind } from '../../classifier/src/index.ts';
import { UsageError } from '../program/run-program.ts';
import { readPeakMiB, TELL_PEAK_MEMORY } from './peak-memory.ts';
import type { BenchReport } from './report.ts';

const LIMITS: Record<SmallKind, { seconds: number; mib: number }> = {
  linear: { seconds: 180, mib: 2048 },
  recurrent: { seconds: 900, mib: 4096 },
};
const SCRIPT = fileURLToPath(new URL('../train.ts', import.meta.url));

/** Measures time and memory of a training, including reading and writing. */
export async function benchTrain({ data, kind }: { data: string; kind: SmallKind }): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-train-'));
  try {
    const options = ['--data', data, '--kind', kind, '--out', join(folder, 'model.bin')];
    const args = [...TELL_PEAK_MEMORY, SCRIPT, ...options];
    const start = performance.now();
    // Its output goes to standard error, because standard output is for the report.
    const child = spawn(process.execPath, args, { stdio: ['ignore', 2, 'inherit', 'pipe'] });
    const [[code], peakMiB] = await Promise.all([once(child, 'exit'), readPeakMiB(child)]);
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new UsageError(`training ended with exit code ${code}`);
    const limits = LIMITS[kind];
    const isWithinLimits = seconds < limits.seconds && peakMiB < limits.mib;
    return {
      columns: { what: 'what', figure: 'figure', limit: 'limit' },
      rows: [
        { what: 'wall time, s', figure: seconds, limit: limits.seconds },
        { what: 'peak resident memory, MiB', figure: peakMiB, limit: limits.mib },
      ],
      notes: [`Training is ${isWithinLimits ? 'within' : 'NOT within'} its limits.`],
      isWithinLimits,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
