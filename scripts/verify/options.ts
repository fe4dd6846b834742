import { UsageError } from '../program/run-program.ts';

/** Adds a header to those of the options before. The message does not repeat it: it may hold a token. */
export function readHeader(value: string, headers: Record<string, string>): Record<string, string> {
  const { name, text } = /^(?<name>[\w-]+):\s*(?<text>[\x20-\x7e]+)$/.exec(value)?.groups ?? {};
  if (name !== undefined && text !== undefined) return { ...headers, [name.toLowerCase()]: text };
  throw new UsageError('--header is no header; expected one such as "Authorization: Bearer TOKEN"');
}

/** Seconds above 0, as an option's value. */
export function readTimeout(value: string): number {
  const seconds = Number(value);
  if (seconds > 0 && seconds <= 600) return seconds;
  throw new UsageError(`--timeout is "${value}"; expected seconds, above 0 and up to 600`);
}
