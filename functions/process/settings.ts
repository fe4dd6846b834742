import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type Classifier, loadClassifier } from '../../classifier/src/index.ts';
import type { AppOptions } from '../app.ts';
import { isUriReference } from '../cloud-events/attributes.ts';
import type { ThreadData } from '../workers/answer-parts.ts';
import { budgetBytes, fitWorkers, WORKER_LIMITS } from './memory-limit.ts';
import { countDefaultWorkers } from './processors.ts';

const MAX_SHUTDOWN_SECONDS = 3600;
const MAX_WORKERS = 64;

/** Settings for an app, read from the environment. */
export interface Settings
  extends Pick<AppOptions, 'classifier' | 'eventSource' | 'corsOrigins' | 'memoryBytes' | 'workers'> {
  /** The number of worker threads wanted. There may be fewer for lack of memory. */
  numWorkersWanted: number;
}

/**
 * Reads the settings that all edges share from the environment, and loads the model. An invalid setting ends the
 * process.
 * @param modelPath the path of the model, unless `MODEL` names another
 * @param workerModule the module that worker threads run; undefined for no threads
 */
export function readSettings(modelPath: string, workerModule?: URL): Settings {
  const { MODEL, CE_SOURCE, CORS_ORIGIN, MEMORY_LIMIT_MB, WORKERS } = process.env;
  const limitMb = readMegabytes(MEMORY_LIMIT_MB);
  const numWorkersWanted = workerModule ? readWorkers(WORKERS) : 0;
  const numWorkers = fitWorkers(numWorkersWanted, limitMb);
  const { model, classifier } = readModel(MODEL || modelPath);
  const workerData: ThreadData = { model };
  return {
    memoryBytes: budgetBytes(limitMb, numWorkers),
    corsOrigins: readOrigins(CORS_ORIGIN),
    classifier,
    eventSource: readSource(CE_SOURCE),
    workers:
      workerModule && numWorkers > 0
        ? {
            size: numWorkers,
            start: () => new Worker(workerModule, { workerData, resourceLimits: WORKER_LIMITS }),
          }
        : undefined,
    numWorkersWanted,
  };
}

/** Parses the time that a shutdown may take, in seconds. An invalid value ends the process. */
export function readShutdownSeconds(value = '8'): number {
  const seconds = Number(value);
  if (!/^\d+$/.test(value) || seconds < 1 || seconds > MAX_SHUTDOWN_SECONDS) {
    fail(`SHUTDOWN_SECONDS is "${value}"; expected an integer from 1 to ${MAX_SHUTDOWN_SECONDS}`);
  }
  return seconds;
}

/** Prints one line with the reason, and exits with code 1. */
export function fail(reason: string): never {
  console.error(`movie-sentiment: ${reason}`);
  process.exit(1);
}

function readModel(path: string): ThreadData & { classifier: Classifier } {
  try {
    const model = readShared(path);
    return { model, classifier: loadClassifier(model) };
  } catch (error) {
    return fail(`cannot load the model ${path}: ${(error as Error).message}`);
  }
}

/** Reads a file into memory that threads can share. */
function readShared(path: string): Uint8Array<SharedArrayBuffer> {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(file).size));
    let numRead = 0;
    while (numRead < bytes.length) {
      const more = readSync(file, bytes, numRead, bytes.length - numRead, null);
      if (more === 0) break; // the file was truncated meanwhile; the checksum will show it
      numRead += more;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function readWorkers(value = ''): number {
  if (value === '') return countDefaultWorkers();
  const number = Number(value);
  return /^\d+$/.test(value) && number <= MAX_WORKERS
    ? number
    : fail(`WORKERS is "${value}"; expected a number of worker threads from 0 to ${MAX_WORKERS}`);
}

function readMegabytes(value = ''): number | undefined {
  if (value === '') return undefined;
  return /^[1-9]\d*$/.test(value)
    ? Number(value)
    : fail(`MEMORY_LIMIT_MB is "${value}"; expected a whole number of megabytes such as 192`);
}

function readSource(value = ''): string | undefined {
  if (value === '') return undefined;
  return isUriReference(value)
    ? value
    : fail(`CE_SOURCE is "${value}"; expected a URI reference such as /movie-sentiment`);
}

function readOrigins(value = ''): '*' | string[] {
  const origins = value
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  if (origins.length === 1 && origins[0] === '*') return '*';
  for (const origin of origins) {
    if (URL.parse(origin)?.origin !== origin) {
      fail(
        `CORS_ORIGIN has "${origin}"; expected "*" alone, or origins such as https://example.com between commas`,
      );
    }
  }
  return origins;
}
