/** The names that clients use for UTF-8, and for its subset ASCII. */
const NAMES = 'utf-?8|(?:us-)?ascii';
const NAME = new RegExp(`^(?:${NAMES})$`, 'i');
const PARAMETER = new RegExp(`;\\s*charset="?(?:${NAMES})"?(?=\\s*(?:[;,]|$))`, 'gi');

/** Whether a `charset` names UTF-8 or its subset ASCII. */
export function isUtf8(charset: string): boolean {
  return NAME.test(charset);
}

/** Removes `charset` parameters that name UTF-8 from an `Accept` header, since all responses are in UTF-8. */
export function withoutUtf8(accept: string): string {
  return accept.replace(PARAMETER, '');
}
