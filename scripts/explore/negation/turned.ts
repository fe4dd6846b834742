import { average } from '../statistics/counting.ts';
import { NEUTRAL } from '../statistics/lean.ts';
import type { Phrase } from '../texts/annotate.ts';

/** A use of a word that leans to a side: the word, its mean label without a negation, and a text that contains it. */
export interface Use {
  word: string;
  plain: number;
  phrase: Phrase;
}

/** A use in which a negation reaches the word, with the distance of the negation before it, in tokens. */
export interface NegatedUse extends Use {
  distance: number;
}

/** The effect of negations on the words of one side. */
export interface Turned {
  numWords: number;
  /** The number of uses in the scope of a negation. */
  numUses: number;
  /** The number of these uses in a text of the other side. */
  numTurned: number;
  /**
   * The share of uses without a negation, in texts of the same lengths, that are in a text of the other side;
   * `undefined` if no text has such a length.
   */
  shareWithout: number | undefined;
}

/** The minimum distance of a label or mean from neutral to be on a side. */
const LEANING = 0.5;

/** Whether a mean label is on a side, and not near neutral. */
export function isLeaning(mean: number): boolean {
  return Math.abs(mean - NEUTRAL) >= LEANING;
}

/** Whether the word is positive without a negation. */
export const isPositive = ({ plain }: Use): boolean => plain > NEUTRAL;
/** Whether the word is negative without a negation. */
export const isNegative = ({ plain }: Use): boolean => plain < NEUTRAL;
/** The length of the text, in tokens. */
export const lengthOf = ({ phrase }: Use): number => phrase.to - phrase.from;

/** The shift of the label away from the side of the word, in labels; below 0 if the negation strengthens it. */
export function shiftOf({ plain, phrase }: Use): number {
  return (phrase.label - plain) * Math.sign(NEUTRAL - plain);
}

/** Whether the text is on the opposite side of its word. */
export function isTurned({ plain, phrase }: Use): boolean {
  return (plain - NEUTRAL) * (phrase.label - NEUTRAL) < 0;
}

/**
 * Counts how often words of one side are turned.
 * @param uses the uses in the scope of a negation
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

/**
 * The share of turned uses, weighted to texts of these lengths, since a long text may be on the other side because of
 * other words.
 */
function shareTurnedAtLengths(lengths: readonly number[], uses: readonly Use[]): number | undefined {
  const atLength = Map.groupBy(uses, lengthOf);
  const shares = lengths.flatMap((length) => {
    const alike = atLength.get(length);
    return alike === undefined ? [] : alike.filter(isTurned).length / alike.length;
  });
  return shares.length === 0 ? undefined : average(shares);
}
