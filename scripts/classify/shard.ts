import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findFormat } from '../../classifier/training/index.ts';
import { UsageError } from '../program/run-program.ts';

/** One of several parts of the work. */
export interface Shard {
  /** The index from 0, as in an Indexed Job of Kubernetes. */
  index: number;
  of: number;
}

/** A unit of work: a file, or a range of one. */
export interface Unit {
  /** The index from 0 among the `numUnits` of all shards. */
  index: number;
  numUnits: number;
  file: string;
  /** The byte range in which its records begin; without it, the whole file. */
  range?: { start: number; end: number };
  /** The name of its output, without extension. */
  name: string;
}

/** Parses an option's value such as `3/16`. @throws UsageError for any other value */
export function readShard(value: string): Shard {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(value) ?? [];
  if (of !== undefined && Number(index) < Number(of)) return { index: Number(index), of: Number(of) };
  throw new UsageError(`--shard is "${value}"; expected such as 0/16 to 15/16: which, from 0, of how many`);
}

/**
 * Finds the units of a shard: every `of`-th file of a folder, or a range of one NDJSON file.
 * @throws UsageError if there is nothing to share
 */
export async function findUnits(path: string, { index, of }: Shard): Promise<Unit[]> {
  const stats = await stat(path).catch((cause: Error) => {
    throw new UsageError(`${path}: cannot be read: ${cause.message}`, { cause });
  });
  if (!stats.isDirectory()) return [await rangeOf(path, stats.size, { index, of })];
  const files = (await readdir(path)).filter((name) => findShardFormat(name) !== undefined).sort();
  if (files.length === 0) {
    throw new UsageError(
      `${path}: no data; expected files ending in .ndjson, .jsonl, .csv or .tsv, or with .gz`,
    );
  }
  return files
    .map((name, i) => ({ index: i, numUnits: files.length, file: join(path, name), name }))
    .filter((unit) => unit.index % of === index);
}

/** Finds the format of a file, compressed or not. */
export function findShardFormat(file: string): ReturnType<typeof findFormat> {
  return findFormat(file.replace(/\.gz$/i, ''));
}

async function rangeOf(file: string, size: number, { index, of }: Shard): Promise<Unit> {
  if (findFormat(file) !== 'ndjson') {
    throw new UsageError(
      `${file}: cannot be shared; expected a folder of files, or one .ndjson file, not compressed`,
    );
  }
  const [start, end] = await Promise.all(
    [index, index + 1].map((i) => findLineStart(file, size, Math.floor((size * i) / of))),
  );
  const name = `${basename(file)}.${index}-of-${of}`;
  return { index, numUnits: of, file, range: { start: start!, end: end! }, name };
}

/** Finds the start of the first line at or after a byte offset; the file's size if there is none. */
async function findLineStart(path: string, size: number, at: number): Promise<number> {
  if (at === 0 || at >= size) return Math.min(at, size);
  const file = await open(path);
  try {
    // The search starts one byte earlier: if that byte ends a line, the offset itself starts one.
    let place = at - 1;
    for await (const chunk of file.createReadStream({ start: place, autoClose: false })) {
      const found = (chunk as Buffer).indexOf('\n');
      if (found >= 0) return place + found + 1;
      place += (chunk as Buffer).length;
    }
    return size;
  } finally {
    await file.close();
  }
}
