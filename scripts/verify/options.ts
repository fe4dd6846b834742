import { UsageError } from '../program/run-program.ts';

/**
 * Parses a header and adds it to the previous ones. The error does not repeat its value, which may contain a token.
 * @throws UsageError for an invalid header
 */
export function readHeader(value: string, headers: Record<string, string>): Record<string, string> {
  const { name, text } = /^(?<name>[\w-]+):\s*(?<text>[\x20-\x7e]+)$/.exec(value)?.groups ?? {};
  if (name !== undefined && text !== undefined) return { ...headers, [name.toLowerCase()]: text };
  throw new UsageError('--header is not a valid header; expected one such as "Authorization: Bearer TOKEN"');
}

/** Parses an option's value in seconds, above 0 and at most 600. @throws UsageError for any other value */
export function readTimeout(value: string): number {
  const seconds = Number(value);
  if (seconds > 0 && seconds <= 600) return seconds;
  throw new UsageError(`--timeout is "${value}"; expected seconds, above 0 and up to 600`);
}
