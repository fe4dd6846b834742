import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../program/run-program.ts';
import { RECORD_FILE, type TrainingRecord } from '../training/index.ts';

/**
 * Reads the trainings of a record, the oldest first.
 * @param path the record, or its folder
 * @throws UsageError if there is no record, or a line is not a training
 */
export async function readTrainings(path: string): Promise<TrainingRecord[]> {
  const stats = await stat(path).catch(() => undefined);
  const file = stats?.isDirectory() ? join(path, RECORD_FILE) : path;
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new UsageError(`no trainings: ${file} cannot be read (${cause.message})`, { cause });
  });
  const lines = text.split('\n').map((line, i) => ({ line, number: i + 1 }));
  return lines.filter(({ line }) => line.trim() !== '').map(({ line, number }) => parse(file, line, number));
}

function parse(file: string, line: string, number: number): TrainingRecord {
  try {
    const record = JSON.parse(line);
    if (typeof record.model === 'string' && record.settings && Array.isArray(record.measured)) return record;
  } catch {
    // The line was cut off, for example by a full disk.
  }
  throw new UsageError(`${file}, line ${number}: not a training; delete the line to list the others`);
}
