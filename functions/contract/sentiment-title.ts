/** What stands for the sentiment of a text whose class is left open. */
export const UNDECIDED = 'undecided';

/** The sentiment in words, as `text/plain` answers it: `Somewhat Negative`. */
export function toTitle(sentiment: string): string {
  return sentiment.replace(/(?<![\p{L}\p{M}\p{N}'’])\p{Ll}/gu, (letter) => letter.toUpperCase());
}
