import { Worker } from 'node:worker_threads';
import type { AppOptions } from '../app.ts';
import { isUriReference } from '../cloud-events/attributes.ts';
import type { ThreadData } from '../workers/answer-parts.ts';
import { budgetBytes, fitWorkers, WORKER_BYTES, WORKER_LIMITS } from './memory-limit.ts';
import { openModel } from './open-model.ts';
import { countDefaultWorkers } from './processors.ts';

const MAX_SHUTDOWN_SECONDS = 3600;
const MAX_WORKERS = 64;

/** Settings for an app, read from the environment. */
export interface Settings
  extends Pick<
    AppOptions,
    'classifier' | 'encoder' | 'eventSource' | 'corsOrigins' | 'memoryBytes' | 'workers'
  > {
  /** The number of worker threads wanted, and of those for which there is memory. */
  numWorkersWanted: number;
  numWorkers: number;
}

/**
 * Reads the settings that all edges share from the environment, and opens the model. An invalid setting ends the
 * process.
 * @param modelPath the path of the model, unless `MODEL` names another
 * @param workerModule the module that worker threads run; undefined for none, except for the encoder of a transformer
 */
export async function readSettings(modelPath: string, workerModule?: URL): Promise<Settings> {
  const { MODEL, CE_SOURCE, CORS_ORIGIN, MEMORY_LIMIT_MB, WORKERS } = process.env;
  const limitMb = readMegabytes(MEMORY_LIMIT_MB);
  const numWanted = readWorkers(WORKERS);
  const shared = { corsOrigins: readOrigins(CORS_ORIGIN), eventSource: readSource(CE_SOURCE) };
  const path = MODEL || modelPath;
  const { model, classifier, encoder, encodersBytes } = await openModel(path, numWanted, limitMb).catch(
    (error: Error) => fail(`cannot load the model ${path}: ${error.message}`),
  );
  if (encoder) {
    const { numThreads } = encoder;
    return {
      ...shared,
      classifier,
      encoder,
      memoryBytes: budgetBytes(limitMb, encodersBytes),
      numWorkersWanted: numWanted ?? numThreads,
      numWorkers: numThreads,
    };
  }
  const numWorkersWanted = workerModule ? (numWanted ?? countDefaultWorkers()) : 0;
  const numWorkers = fitWorkers(numWorkersWanted, WORKER_BYTES, limitMb);
  const workerData: ThreadData = { model };
  return {
    ...shared,
    classifier,
    memoryBytes: budgetBytes(limitMb, numWorkers * WORKER_BYTES),
    workers:
      workerModule && numWorkers > 0
        ? {
            size: numWorkers,
            start: () => new Worker(workerModule, { workerData, resourceLimits: WORKER_LIMITS }),
          }
        : undefined,
    numWorkersWanted,
    numWorkers,
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

/** @returns undefined if none is set */
function readWorkers(value = ''): number | undefined {
  if (value === '') return undefined;
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
