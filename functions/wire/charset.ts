/** The names that clients have for UTF-8, and for ASCII, which is a part of it. */
const NAMES = 'utf-?8|(?:us-)?ascii';
const NAME = new RegExp(`^(?:${NAMES})$`, 'i');
const PARAMETER = new RegExp(`;\\s*charset="?(?:${NAMES})"?(?=\\s*(?:[;,]|$))`, 'gi');

/** Whether UTF-8 is what a `charset` means, or holds all of it. */
export function isUtf8(charset: string): boolean {
  return NAME.test(charset);
}

/** An `Accept` header that no longer says that answers are to be in UTF-8, since all are. */
export function withoutUtf8(accept: string): string {
  return accept.replace(PARAMETER, '');
}
