import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DataFile, MeasuredAccuracy, ModelHeader, SoftDataFile } from '../../classifier/src/index.ts';
import { UsageError } from '../program/run-program.ts';

/** The name of the file, beside the model files, with a record of each training. */
export const RECORD_FILE = 'trainings.ndjson';

/** The record of a training. */
export interface TrainingRecord {
  /** The time at which the training ended, in the format of RFC 3339. */
  time: string;
  /** The model's name, which contains its digest. */
  model: string;
  out: string;
  kind: ModelHeader['kind'];
  unit: string;
  numClasses: number;
  /** The training data; below it, the whole texts from which combining sentences was learned, and the soft texts. */
  data: DataFile;
  textData: DataFile[];
  softData: SoftDataFile[];
  seed: number;
  settings: ModelHeader['settings'];
  measured: MeasuredAccuracy[];
  seconds: number;
  sizeBytes: number;
}

/**
 * Appends a training to the record beside its model.
 * @throws UsageError if the record cannot be written
 */
export async function recordTraining(record: TrainingRecord): Promise<void> {
  const file = join(dirname(record.out), RECORD_FILE);
  await appendFile(file, `${JSON.stringify(record)}\n`).catch((cause: Error) => {
    throw new UsageError(`${file}: cannot be written: ${cause.message}`, { cause });
  });
}
