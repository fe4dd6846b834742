import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for what tests share; it goes when all are done. */
    scratch: string;
  }
}

let scratch: string;

/** What vitest calls before the first test. */
export async function setup({ provide }: TestProject): Promise<void> {
  scratch = await mkdtemp(join(tmpdir(), 'movie-sentiment-'));
  provide('scratch', scratch);
}

/** What vitest calls after the last one. */
export function teardown(): Promise<void> {
  return rm(scratch, { recursive: true, force: true });
}
