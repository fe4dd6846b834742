import { UsageError } from './run-program.ts';

/** The address of a server, from a URL that may contain a user name and a password. */
export interface WebAddress {
  /** The URL without user name and password. */
  url: string;
  /** The `authorization` header for the user name and password, as curl sends it; empty if the URL has none. */
  headers: Record<string, string>;
}

/**
 * Parses the URL of a server. No message repeats a password.
 * @throws UsageError for a value that is not an HTTP URL
 */
export function readWebAddress(text: string): WebAddress {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // In an invalid URL, everything before the last @ may be a password.
    const shown = text.replace(/^([a-z]+:\/*)?.*@/is, '$1');
    throw new UsageError(`"${shown}" is not a URL; expected one such as http://localhost:8080`);
  }
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const address = url.href.replace(/^([a-z]+:\/\/[^/]+)\/$/, '$1'); // drop a path of only /
  if (username === '' && password === '') return { url: address, headers: {} };
  const credentials = `${decode(username)}:${decode(password)}`;
  return { url: address, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    const problem = 'the user or password in the URL has a % that begins no character; expected %25 for a %';
    throw new UsageError(problem, { cause });
  }
}
