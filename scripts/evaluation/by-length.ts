import { tokenize } from '../../classifier/src/index.ts';
import type { Outcome } from '../../classifier/training/index.ts';

/** The accuracy on texts in one range of lengths. */
export interface LengthShare {
  /** The range of lengths, such as `6 to 10`. */
  tokens: string;
  count: number;
  accuracy: number;
}

/** The upper bound of each range, in tokens. */
const LENGTHS = [5, 10, 20, 50, 100, 200, 400, Number.POSITIVE_INFINITY];

/** Measures the accuracy by length; ranges without texts are left out. */
export function measureByLength(texts: readonly string[], outcomes: readonly Outcome[]): LengthShare[] {
  const lengths = texts.map((text) => tokenize(text).length);
  return LENGTHS.map((most, i) => {
    const least = (LENGTHS[i - 1] ?? -1) + 1;
    const own = outcomes.filter((_, row) => lengths[row]! >= least && lengths[row]! <= most);
    const numRight = own.filter(({ label, predicted }) => label === predicted).length;
    return {
      tokens: Number.isFinite(most) ? `${Math.max(1, least)} to ${most}` : `${least} or more`,
      count: own.length,
      accuracy: numRight / Math.max(1, own.length),
    };
  }).filter(({ count }) => count > 0);
}
