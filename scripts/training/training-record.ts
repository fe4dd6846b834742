import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DataFile, MeasuredAccuracy, ModelHeader } from '../../classifier/src/index.ts';
import { UsageError } from '../program/run-program.ts';

/** The file beside a model file that tells of each training there. */
export const RECORD_FILE = 'trainings.ndjson';

/** What is kept of a training. */
export interface TrainingRecord {
  /** When it ended, as RFC 3339 has it. */
  time: string;
  /** The model's name, which holds its digest. */
  model: string;
  out: string;
  kind: ModelHeader['kind'];
  unit: string;
  numClasses: number;
  /** The texts that it was trained on, and those from which it learned to read whole ones. */
  data: DataFile;
  textData: DataFile[];
  seed: number;
  settings: ModelHeader['settings'];
  measured: MeasuredAccuracy[];
  seconds: number;
  sizeBytes: number;
}

/**
 * Adds a line for a training to the record beside its model.
 * @throws UsageError where it cannot be written
 */
export async function recordTraining(record: TrainingRecord): Promise<void> {
  const file = join(dirname(record.out), RECORD_FILE);
  await appendFile(file, `${JSON.stringify(record)}\n`).catch((cause: Error) => {
    throw new UsageError(`${file}: cannot be written: ${cause.message}`, { cause });
  });
}
