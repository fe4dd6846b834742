import { problem } from '../contract/problems.ts';

/** Any run of characters that a header holds only percent-encoded: all but U+0021..U+007E without `"` and `%`. */
const ENCODED = /[^!#$&-~]+/g;

/**
 * An attribute's value as a header in binary mode holds it: percent-encoded UTF-8 (CloudEvents' HTTP binding,
 * section 3.1.3.2). A lone surrogate, which has no UTF-8, becomes U+FFFD.
 */
export function encodeHeaderValue(value: string): string {
  return value.toWellFormed().replace(ENCODED, encodeURIComponent);
}

/**
 * The attribute's value in a header of binary mode: a quoted string is unquoted, then percent-decoded once (section
 * 3.1.3.2). A `%` without two hex digits stays, and bytes above 127 are taken as UTF-8: senders that encode nothing,
 * as Knative's SDK, mean just that.
 * @param value as Node.js gives it, one character a byte
 * @param pointer JSON Pointer to the attribute
 * @throws ProblemError when the bytes are not UTF-8
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

/** Fatal: wrong bytes throw. U+FEFF is a character like others. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
