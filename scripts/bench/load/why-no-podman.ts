import { findEngine } from '../../image/index.ts';
import { UsageError } from '../../program/run-program.ts';

/** The reason why a bench cannot run containers here; undefined if it can. */
export function whyNoPodman(): string | undefined {
  try {
    findEngine(['podman']);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
