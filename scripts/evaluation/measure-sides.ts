import { sampleCorrelation } from 'simple-statistics';
import { labelsOf, type StepwiseClassifier, tokenize } from '../../classifier/src/index.ts';
import type { LabelledText, Side, SidedText } from '../../classifier/training/index.ts';

/** A number of texts, and the share of them on the right side of the middle, 0..1. */
export interface SideShare {
  count: number;
  share: number;
}

/** The measures of a model on whole texts with known stars or sides. */
export interface SideMeasures {
  /** The texts with a side, that is, without the middle label. A valence exactly in the middle counts as wrong. */
  rightSide: SideShare;
  /** The same by length; ranges without texts are left out. */
  byLength: (SideShare & { tokens: string })[];
  /** Pearson's correlation of valence and stars, −1..1; absent if either is constant. */
  correlation?: { count: number; r: number };
}

/** The upper bound of each range, in tokens. */
const LENGTHS = [20, 100, 200, 400, Number.POSITIVE_INFINITY];

/** Whether `evaluate` measures sides: for a scale, on texts with stars or with only sides. */
export function haveSides(texts: readonly LabelledText[], sided: readonly SidedText[]): boolean {
  return sided.length > 0 || texts.some(({ stars }) => stars !== undefined);
}

/**
 * Measures a model of a scale by its valences.
 * @param valences the valences of `texts`, then of `sided`
 */
export function measureSides(
  classifier: Pick<StepwiseClassifier, 'header'>,
  texts: readonly LabelledText[],
  sided: readonly SidedText[],
  valences: readonly number[],
): SideMeasures {
  const middle = middleOf(classifier);
  const judged = [...texts, ...sided]
    .map(({ text, ...own }, i) => ({ text, side: sideOf(own, middle), valence: valences[i]! }))
    .filter(({ side }) => side !== undefined)
    .map(({ text, side, valence }) => ({
      numTokens: tokenize(text).length,
      isRight: isOnSide(classifier, valence, side!),
    }));
  const byLength = LENGTHS.map((most, i) => {
    const least = (LENGTHS[i - 1] ?? -1) + 1;
    const own = judged.filter(({ numTokens }) => numTokens >= least && numTokens <= most);
    return { tokens: nameLength(least, most), ...shareRight(own) };
  });
  const correlation = correlate(texts, valences);
  return {
    rightSide: shareRight(judged),
    byLength: byLength.filter(({ count }) => count > 0),
    ...(correlation && { correlation }),
  };
}

/** Pearson's correlation; undefined if stars or valences are constant, as for fewer than two texts. */
function correlate(texts: readonly LabelledText[], valences: readonly number[]): SideMeasures['correlation'] {
  const starred = texts.flatMap(({ stars }, i) =>
    stars === undefined ? [] : [{ stars, valence: valences[i]! }],
  );
  const columns = [starred.map(({ valence }) => valence), starred.map(({ stars }) => stars)] as const;
  if (columns.some((column) => new Set(column).size < 2)) return undefined;
  return { count: starred.length, r: sampleCorrelation(...columns) };
}

/** Whether a valence lies on the given side of the middle of a model's scale. */
export function isOnSide(
  classifier: Pick<StepwiseClassifier, 'header'>,
  valence: number,
  side: Side,
): boolean {
  return Math.sign(valence - middleOf(classifier)) === (side === 'positive' ? 1 : -1);
}

const middleOf = ({ header }: Pick<StepwiseClassifier, 'header'>): number =>
  (labelsOf(header).names.length - 1) / 2;

function sideOf(text: { label?: number | undefined; side?: Side }, middle: number): Side | undefined {
  const { label, side } = text;
  if (label === undefined || label === middle) return side;
  return label < middle ? 'negative' : 'positive';
}

const nameLength = (least: number, most: number): string =>
  Number.isFinite(most) ? `${Math.max(1, least)} to ${most}` : `${least} or more`;

function shareRight(judged: readonly { isRight: boolean }[]): SideShare {
  const numRight = judged.filter(({ isRight }) => isRight).length;
  return { count: judged.length, share: judged.length === 0 ? 0 : numRight / judged.length };
}
