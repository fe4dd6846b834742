import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../program/run-program.ts';
import { RECORD_FILE, type TrainingRecord } from '../training/index.ts';

/**
 * The trainings of a record, the oldest first.
 * @param path the record, or the folder that it is in
 * @throws UsageError where there is none, or a line of it is no training
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
    // A line that was cut, since the disk was full.
  }
  throw new UsageError(`${file}, line ${number}: no training; delete the line to list the others`);
}
