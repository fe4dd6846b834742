import { UsageError } from './run-program.ts';

/** Where a server is, from a URL that may hold a user's name and password. */
export interface WebAddress {
  /** The URL without the name and the password. */
  url: string;
  /** The name and the password as curl sends them: `authorization`, or nothing where the URL has none. */
  headers: Record<string, string>;
}

/**
 * Reads the URL of a server. No message repeats a password.
 * @throws UsageError for what is no URL of HTTP
 */
export function readWebAddress(text: string): WebAddress {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // In what is misspelt, all before the last @ may be a password.
    const shown = text.replace(/^([a-z]+:\/*)?.*@/is, '$1');
    throw new UsageError(`"${shown}" is no URL; expected one such as http://localhost:8080`);
  }
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const address = url.href.replace(/^([a-z]+:\/\/[^/]+)\/$/, '$1'); // a path of / is none
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
