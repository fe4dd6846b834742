/** The sentiment of a text without a class, in plain text and in attributes of events. */
export const UNDECIDED = 'undecided';

/** Formats a sentiment for `text/plain`, such as `Somewhat Negative`. */
export function toTitle(sentiment: string): string {
  return sentiment.replace(/(?<![\p{L}\p{M}\p{N}'’])\p{Ll}/gu, (letter) => letter.toUpperCase());
}
