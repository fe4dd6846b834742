import { UsageError } from '../program/run-program.ts';

/** Parses an option's value that is a namespace for the test. @throws UsageError for any other value */
export function readNamespace(value: string): string {
  if (/^(?=.{1,40}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value) && value.includes('test')) return value;
  throw new UsageError(
    `--namespace is "${value}"; expected up to 40 lower-case letters, digits and hyphens, including "test", because it ` +
      'is deleted at the end',
  );
}

/** Parses an option's value in minutes, 1 to 120. @throws UsageError for any other value */
export function readMinutes(value: string): number {
  const minutes = Number(value);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 120) return minutes;
  throw new UsageError(`--minutes is "${value}"; expected an integer from 1 to 120`);
}
