import { formatWordVectors } from '../../scripts/word-vectors/text-format.ts';
import { SMALL_REVIEWS, SMALL_VECTORS } from './small-study.ts';

/** The small reviews as CSV of single texts. */
export function smallCsv(): string {
  return `text,label\n${SMALL_REVIEWS.map(([text, label]) => `"${text}",${label}`).join('\n')}\n`;
}

/** Vectors of the adjectives in them, as a file holds them. */
export const smallVectors = (): string => formatWordVectors(SMALL_VECTORS);
