import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../run-program.ts';
import { readPeakMiB, TELL_PEAK_MEMORY } from './peak-memory.ts';
import type { BenchReport } from './report.ts';

const LIMIT_SECONDS = 180;
const LIMIT_MIB = 2048;
const SCRIPT = fileURLToPath(new URL('../train.ts', import.meta.url));

/** How long training takes and how much memory, reading and writing included. */
export async function benchTrain({ data }: { data: string }): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-train-'));
  try {
    const args = [...TELL_PEAK_MEMORY, SCRIPT, '--data', data, '--out', join(folder, 'model.bin')];
    const start = performance.now();
    // What it prints goes to standard error: standard output is for the report.
    const child = spawn(process.execPath, args, { stdio: ['ignore', 2, 'inherit', 'pipe'] });
    const [[code], peakMiB] = await Promise.all([once(child, 'exit'), readPeakMiB(child)]);
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new UsageError(`training ended with exit code ${code}`);
    const isWithinLimits = seconds < LIMIT_SECONDS && peakMiB < LIMIT_MIB;
    return {
      columns: { what: 'what', figure: 'figure', limit: 'limit' },
      rows: [
        { what: 'wall time, s', figure: seconds, limit: LIMIT_SECONDS },
        { what: 'peak resident memory, MiB', figure: peakMiB, limit: LIMIT_MIB },
      ],
      notes: [`Training is ${isWithinLimits ? 'within' : 'NOT within'} its limits.`],
      isWithinLimits,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
