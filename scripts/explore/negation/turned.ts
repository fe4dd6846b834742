import { average } from '../statistics/counting.ts';
import { NEUTRAL } from '../statistics/lean.ts';
import type { Phrase } from '../texts/annotate.ts';

/** A word that leans to a side by itself, its mean label there, and a text that holds it. */
export interface Use {
  word: string;
  plain: number;
  phrase: Phrase;
}

/** The same where a negation reaches the word, and how many tokens before it that stands. */
export interface NegatedUse extends Use {
  distance: number;
}

/** What became of the words of one side in the reach of a negation. */
export interface Turned {
  numWords: number;
  /** How often they stand there. */
  numUses: number;
  /** How many of these uses are in a text of the other side. */
  numTurned: number;
  /** The share of their uses without a negation, in texts as long, that are in a text of the other side; `undefined` where none is as long. */
  shareWithout: number | undefined;
}

/** How far from neutral a label or mean must lie to be on a side. */
const LEANING = 0.5;

/** Whether a mean label is on a side, and not near neutral. */
export function isLeaning(mean: number): boolean {
  return Math.abs(mean - NEUTRAL) >= LEANING;
}

/** Whether the word is positive by itself. */
export const isPositive = ({ plain }: Use): boolean => plain > NEUTRAL;
/** Whether the word is negative by itself. */
export const isNegative = ({ plain }: Use): boolean => plain < NEUTRAL;
/** How long the text is, in tokens. */
export const lengthOf = ({ phrase }: Use): number => phrase.to - phrase.from;

/** How far the negation moved the label away from the side of the word, in labels; below 0 where it made it stronger. */
export function shiftOf({ plain, phrase }: Use): number {
  return (phrase.label - plain) * Math.sign(NEUTRAL - plain);
}

/** Whether the text is on the other side than the word by itself. */
export function isTurned({ plain, phrase }: Use): boolean {
  return (plain - NEUTRAL) * (phrase.label - NEUTRAL) < 0;
}

/**
 * Counts what became of words of one side.
 * @param uses those in the reach of a negation
 * @param plainUses the uses of words of the same side without a negation
 */
export function countTurned(uses: readonly Use[], plainUses: readonly Use[]): Turned {
  return {
    numWords: new Set(uses.map(({ word }) => word)).size,
    numUses: uses.length,
    numTurned: uses.filter(isTurned).length,
    shareWithout: shareTurnedAtLengths(uses.map(lengthOf), plainUses),
  };
}

/** The share of uses that are turned where texts have these lengths: a long text may be on the other side for other words. */
function shareTurnedAtLengths(lengths: readonly number[], uses: readonly Use[]): number | undefined {
  const atLength = Map.groupBy(uses, lengthOf);
  const shares = lengths.flatMap((length) => {
    const alike = atLength.get(length);
    return alike === undefined ? [] : alike.filter(isTurned).length / alike.length;
  });
  return shares.length === 0 ? undefined : average(shares);
}
