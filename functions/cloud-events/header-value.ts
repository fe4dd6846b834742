import { problem } from '../contract/problems.ts';

/** A run of characters to percent-encode: all except U+0021 to U+007E, and also `"` and `%`. */
const ENCODED = /[^!#$&-~]+/g;

/**
 * Encodes an attribute's value for a header in binary mode, as percent-encoded UTF-8 (CloudEvents' HTTP binding,
 * section 3.1.3.2). A lone surrogate becomes U+FFFD, since UTF-8 cannot encode it.
 */
export function encodeHeaderValue(value: string): string {
  return value.toWellFormed().replace(ENCODED, encodeURIComponent);
}

/**
 * Decodes an attribute's value from a header in binary mode. A quoted string is unquoted, then percent-decoded once
 * (section 3.1.3.2). Some senders, such as Knative's SDK, do not encode. For them a `%` without two hex digits stays,
 * and bytes above 127 are read as UTF-8.
 * @param value as Node.js returns it, one character per byte
 * @param pointer JSON Pointer to the attribute, for the error
 * @throws ProblemError if the bytes are not UTF-8
 */
export function decodeHeaderValue(value: string, pointer?: string): string {
  const unquoted = /^"(?:[^"\\]|\\.)*"$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
  if (!/[^\0-\x7f]|%/.test(unquoted)) return unquoted;
  const bytes = unquoted.replace(/%([\da-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  try {
    if (/[^\0-\xff]/.test(bytes)) throw new RangeError('not a byte');
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    throw problem(
      'invalid-event',
      'The header of an attribute is not UTF-8; expected its value as percent-encoded UTF-8, such as "%C3%A9".',
      pointer,
    );
  }
}

/** Fatal: invalid bytes throw. U+FEFF is kept like any other character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
