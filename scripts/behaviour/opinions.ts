import { fileURLToPath } from 'node:url';
import type { Classifier } from '../../classifier/src/index.ts';
import { readRecords } from '../../classifier/training/index.ts';
import { openInput } from '../program/read-file.ts';
import { createLexicons } from './judges.ts';

/** A short opinion of anything but a film, written by hand. */
export interface Opinion {
  text: string;
  /** The side a careful reader puts it on. */
  side: 'negative' | 'positive';
  domain: 'product' | 'restaurant' | 'app' | 'hotel' | 'service' | 'travel' | 'book' | 'game';
  /** `plain` says it outright; `mixed` says both good and bad, or tells what happened without a word for it. */
  style: 'plain' | 'mixed';
}

const FILE = fileURLToPath(new URL('opinions.ndjson', import.meta.url));
/** Those of all styles, and of each. */
export const STYLES = ['all', 'plain', 'mixed'] as const;
type Style = (typeof STYLES)[number];

/** The share of opinions that a classifier or package puts on the right side of neutral, and its standard error. */
export type SideShares = { what: string } & Record<Style | `${Style}Error`, number>;

/** The opinions of other domains, in the order of the file. */
export async function readOpinions(): Promise<Opinion[]> {
  const records = await Array.fromAsync(readRecords(await openInput(FILE), 'ndjson'));
  return records.map(({ fields }) => fields as unknown as Opinion);
}

/**
 * The share of opinions put on the right side of neutral, in all and by style, by a classifier and by two packages
 * with lexicons.
 * @returns the classifier's first
 */
export function compareSides(classifier: Classifier, opinions: readonly Opinion[]): SideShares[] {
  // Each gives a number above 0 for a positive text and below 0 for a negative one; 0 itself is wrong.
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

/** How far a text's valence is from neutral. */
export function scoreBy(classifier: Classifier): (text: string) => number {
  return (text) => classifier.classify(text).valence! - 2;
}

/** Whether a score, above 0 for a positive text and below 0 for a negative one, puts an opinion on its side. */
export function isRight({ text, side }: Opinion, score: (text: string) => number): boolean {
  return Math.sign(score(text)) === (side === 'positive' ? 1 : -1);
}
