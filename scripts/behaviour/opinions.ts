import { fileURLToPath } from 'node:url';
import type { Classifier } from '../../classifier/src/index.ts';
import { readRecords } from '../../classifier/training/index.ts';
import { openInput } from '../program/read-file.ts';
import { createLexicons } from './judges.ts';

/** A short opinion of anything but a film, written by hand. */
export interface Opinion {
  text: string;
  /** The side that a careful reader gives it. */
  side: 'negative' | 'positive';
  domain: 'product' | 'restaurant' | 'app' | 'hotel' | 'service' | 'travel' | 'book' | 'game';
  /**
   * `plain` states the opinion directly; `mixed` has both good and bad, or reports facts without an evaluative word.
   */
  style: 'plain' | 'mixed';
}

const FILE = fileURLToPath(new URL('opinions.ndjson', import.meta.url));
/** The styles, and `all` for all of them. */
export const STYLES = ['all', 'plain', 'mixed'] as const;
type Style = (typeof STYLES)[number];

/**
 * The share of opinions of each style, 0..1, that a classifier or package puts on the right side of neutral, with its
 * standard error.
 */
export type SideShares = { what: string } & Record<Style | `${Style}Error`, number>;

/** Reads the opinions of other domains, in the order of the file. */
export async function readOpinions(): Promise<Opinion[]> {
  const records = await Array.fromAsync(readRecords(await openInput(FILE), 'ndjson'));
  return records.map(({ fields }) => fields as unknown as Opinion);
}

/**
 * Measures the share of opinions put on the right side of neutral, overall and by style, for a classifier and two
 * packages with lexicons.
 * @returns the shares of the classifier first
 */
export function compareSides(classifier: Classifier, opinions: readonly Opinion[]): SideShares[] {
  // Each scores a positive text above 0 and a negative one below 0; exactly 0 is wrong.
  const candidates = {
    [classifier.name]: scoreBy(classifier),
    ...createLexicons(),
  };
  return Object.entries(candidates).map(([what, score]) => ({
    what,
    ...Object.fromEntries(
      STYLES.flatMap((style) => {
        const chosen = opinions.filter((opinion) => style === 'all' || opinion.style === style);
        const share = chosen.filter((opinion) => isRight(opinion, score)).length / chosen.length;
        return [
          [style, share],
          [`${style}Error`, Math.sqrt((share * (1 - share)) / chosen.length)],
        ];
      }),
    ),
  })) as SideShares[];
}

/** Makes a function that scores a text by the distance of its valence from neutral, −2..2. */
export function scoreBy(classifier: Classifier): (text: string) => number {
  return (text) => classifier.classify(text).valence! - 2;
}

/** Whether a score, above 0 for a positive text and below 0 for a negative one, is on the side of an opinion. */
export function isRight({ text, side }: Opinion, score: (text: string) => number): boolean {
  return Math.sign(score(text)) === (side === 'positive' ? 1 : -1);
}
