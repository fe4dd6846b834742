import { tokenize } from '../../../classifier/src/index.ts';
import type { LabelledText } from '../../../classifier/training/index.ts';
import { countLabels, sum } from '../statistics/counting.ts';

/** A labelled text with what is left of it when case and spelling are taken away: its tokens as models see them. */
export interface NormalizedText extends LabelledText {
  normal: string;
  numTokens: number;
}

/** Texts by their normalized form, each of which several texts may share. */
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

/** A normalized text that was given different labels. */
interface Conflict {
  normal: string;
  /** How many texts have each label, shape [5]. */
  numTexts: number[];
}

/** How texts repeat each other, and whether their labels agree. */
export interface Duplicates {
  /** Texts after the first of their normalized form. */
  numRepeated: number;
  /** Normalized forms that several texts share. */
  numShared: number;
  /** Those of them with different labels, the farthest apart first. */
  conflicts: Conflict[];
  /** The share of all texts that the most frequent label of their normalized form is right about: no classifier can do better. */
  bestAccuracy: number;
}

/** Counts duplicates and contradictions among labelled texts, of which there must be at least one. */
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

/** How far the lowest and the highest label lie apart. */
const spread = ({ numTexts }: Conflict): number => {
  const isGiven = (count: number): boolean => count > 0;
  return numTexts.findLastIndex(isGiven) - numTexts.findIndex(isGiven);
};
