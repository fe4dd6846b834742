import { fileURLToPath } from 'node:url';
import { readRecords } from '../../classifier/training/index.ts';
import type { AnyClassifier } from '../program/classify-texts.ts';
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
export async function compareSides(
  classifier: AnyClassifier,
  opinions: readonly Opinion[],
): Promise<SideShares[]> {
  // Each scores a positive text above 0 and a negative one below 0; exactly 0 is wrong.
  const candidates = { [classifier.name]: scoreBy(classifier), ...createLexicons() };
  const shares: SideShares[] = [];
  for (const [what, score] of Object.entries(candidates)) {
    const areRight = await Promise.all(opinions.map(async (one) => isRight(one, await score(one.text))));
    const entries = STYLES.flatMap((style) => {
      const chosen = areRight.filter((_, i) => style === 'all' || opinions[i]!.style === style);
      const share = chosen.filter((right) => right).length / chosen.length;
      return [
        [style, share],
        [`${style}Error`, Math.sqrt((share * (1 - share)) / chosen.length)],
      ];
    });
    shares.push({ what, ...Object.fromEntries(entries) });
  }
  return shares;
}

/** Makes a function that scores a text by the distance of its valence from neutral, −2..2. */
export function scoreBy(classifier: AnyClassifier): (text: string) => Promise<number> {
  return async (text) => (await classifier.classify(text)).valence! - 2;
}

/** Whether a score, above 0 for a positive text and below 0 for a negative one, is on the side of an opinion. */
export function isRight({ side }: Opinion, score: number): boolean {
  return Math.sign(score) === (side === 'positive' ? 1 : -1);
}
