import type { Sentiment } from '../../classifier/src/index.ts';

/** What stands for the sentiment of a text whose class is left open. */
export const UNDECIDED = 'undecided';

/** The sentiment in words, as `text/plain` answers it: `Somewhat Negative`. */
export function toTitle(sentiment: Sentiment | typeof UNDECIDED): string {
  return sentiment.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
