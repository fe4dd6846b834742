import { findEngine } from '../../image/index.ts';
import { UsageError } from '../../program/run-program.ts';

/** Why a bench cannot run containers here; undefined where it can. */
export function whyNoPodman(): string | undefined {
  try {
    findEngine(['podman']);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
