import { UsageError } from '../program/run-program.ts';

/** A namespace that the test may call its own, as an option's value. */
export function readNamespace(value: string): string {
  if (/^(?=.{1,40}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value) && value.includes('test')) return value;
  throw new UsageError(
    `--namespace is "${value}"; expected up to 40 lower-case letters, digits and hyphens, "test" among them, since it ` +
      'is deleted in the end',
  );
}

/** Minutes from 1 to 120, as an option's value. */
export function readMinutes(value: string): number {
  const minutes = Number(value);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 120) return minutes;
  throw new UsageError(`--minutes is "${value}"; expected an integer from 1 to 120`);
}
