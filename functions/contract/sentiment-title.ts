import type { Sentiment } from '../../classifier/src/index.ts';

/** The sentiment in words, as `text/plain` answers it: `Somewhat Negative`. */
export function toTitle(sentiment: Sentiment): string {
  return sentiment.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
