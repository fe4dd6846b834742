import { tokenize } from '../../../classifier/src/index.ts';
import type { LabelledText } from '../../../classifier/training/index.ts';
import { countLabels, sum } from '../statistics/counting.ts';

/** A labelled text with its normalized form: its tokens as models see them, without case and spelling variants. */
export interface NormalizedText extends LabelledText {
  normal: string;
  numTokens: number;
}

/** Adds the normalized form to each text. Several texts may share one form. */
export function normalize(
  texts: readonly LabelledText[],
  onProgress: (done: number) => void = () => {},
): NormalizedText[] {
  return texts.map((text, i) => {
    const words = tokenize(text.text).map((token) => token.normal);
    onProgress(i + 1);
    return { ...text, normal: words.join(' '), numTokens: words.length };
  });
}

/** A normalized form whose texts have different labels. */
interface Conflict {
  normal: string;
  /** The number of texts of each label, shape [numClasses]. */
  numTexts: number[];
}

/** The repetitions among texts, and the agreement of their labels. */
export interface Duplicates {
  /** The number of texts that are not the first with their normalized form. */
  numRepeated: number;
  /** The number of normalized forms shared by several texts. */
  numShared: number;
  /** The shared forms with different labels, the largest difference first. */
  conflicts: Conflict[];
  /**
   * The accuracy of the most frequent label of each normalized form, 0..1: an upper bound for every classifier that
   * sees only this form.
   */
  bestAccuracy: number;
}

/** Counts duplicates and contradictory labels among texts, of which there must be at least one. */
export function findDuplicates(texts: readonly NormalizedText[], numClasses?: number): Duplicates {
  const byForm = [...Map.groupBy(texts, ({ normal }) => normal)];
  const shared = byForm.filter(([, alike]) => alike.length > 1);
  const conflicts = shared
    .map(([normal, alike]) => ({ normal, numTexts: countLabels(alike, numClasses) }))
    .filter(({ numTexts }) => numTexts.filter((count) => count > 0).length > 1)
    .sort(
      (a, b) => spread(b) - spread(a) || sum(b.numTexts) - sum(a.numTexts) || (a.normal < b.normal ? -1 : 1),
    );
  const numRight = sum(byForm.map(([, alike]) => Math.max(...countLabels(alike, numClasses))));
  return {
    numRepeated: texts.length - byForm.length,
    numShared: shared.length,
    conflicts,
    bestAccuracy: numRight / texts.length,
  };
}

/** The difference between the highest and the lowest label. */
const spread = ({ numTexts }: Conflict): number => {
  const isGiven = (count: number): boolean => count > 0;
  return numTexts.findLastIndex(isGiven) - numTexts.findIndex(isGiven);
};
