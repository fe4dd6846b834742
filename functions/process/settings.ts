import { readFileSync } from 'node:fs';
import { type Classifier, loadClassifier } from '../../classifier/src/index.ts';
import type { AppOptions } from '../app.ts';
import { isUriReference } from '../cloud-events/attributes.ts';
import { budgetBytes } from './memory-limit.ts';

const MAX_SHUTDOWN_SECONDS = 3600;

/**
 * Reads the settings that every handler takes from the environment. A wrong one ends the process.
 * @param modelPath the model, where `MODEL` names no other
 */
export function readSettings(
  modelPath: string,
): Pick<AppOptions, 'classifier' | 'eventSource' | 'corsOrigins' | 'memoryBytes'> {
  const { MODEL, CE_SOURCE, CORS_ORIGIN, MEMORY_LIMIT_MB } = process.env;
  return {
    memoryBytes: budgetBytes(readMegabytes(MEMORY_LIMIT_MB)),
    corsOrigins: readOrigins(CORS_ORIGIN),
    classifier: readModel(MODEL || modelPath),
    eventSource: readSource(CE_SOURCE),
  };
}

/** How long a stop may take, in seconds. A wrong one ends the process. */
export function readShutdownSeconds(value = '8'): number {
  const seconds = Number(value);
  if (!/^\d+$/.test(value) || seconds < 1 || seconds > MAX_SHUTDOWN_SECONDS) {
    fail(`SHUTDOWN_SECONDS is "${value}"; expected an integer from 1 to ${MAX_SHUTDOWN_SECONDS}`);
  }
  return seconds;
}

/** Ends the process at its start, with one line that says why. */
export function fail(reason: string): never {
  console.error(`movie-sentiment: ${reason}`);
  process.exit(1);
}

function readModel(path: string): Classifier {
  try {
    return loadClassifier(readFileSync(path));
  } catch (error) {
    return fail(`cannot load the model ${path}: ${(error as Error).message}`);
  }
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
