import { type LabelSet, SENTIMENT_SCALE } from '../../../classifier/src/index.ts';
import {
  countNearDuplicates,
  createRandom,
  groupNearDuplicates,
} from '../../../classifier/training/index.ts';
import { countLabels } from '../statistics/counting.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';
import { findUnit, type Unit } from '../texts/unit.ts';
import { type Duplicates, findDuplicates, type NormalizedText } from './duplicates.ts';
import { type Leakage, measureLeakage } from './leakage.ts';
import { type Lengths, measureLengths } from './lengths.ts';
import { measureGrowth, type VocabularyGrowth } from './vocabulary-growth.ts';

/** What a data set is made of. */
export interface DataStudy {
  labels: LabelSet;
  numTexts: number;
  unit: Unit;
  numUnits: number;
  /** Texts of each class, shape [numClasses]. */
  classes: number[];
  lengths: Lengths;
  duplicates: Duplicates;
  /** Texts that are near-duplicates of others; `undefined` where texts are parts of each other. */
  numNear: number | undefined;
  leakage: Leakage[];
  growth: VocabularyGrowth;
}

/**
 * Studies a data set as a whole.
 * @param texts one at least
 * @param sentences the same texts as parts of their sentences
 */
export function studyData(
  texts: readonly NormalizedText[],
  sentences: readonly AnnotatedSentence[],
  seed: number,
  labels: LabelSet = SENTIMENT_SCALE,
): DataStudy {
  const numClasses = labels.names.length;
  const unit = findUnit(sentences);
  return {
    labels,
    numTexts: texts.length,
    unit,
    numUnits: sentences.length,
    classes: countLabels(texts, numClasses),
    lengths: measureLengths(texts, numClasses),
    duplicates: findDuplicates(texts, numClasses),
    numNear: unit === 'text' ? countNear(texts, seed) : undefined,
    leakage: measureLeakage(sentences, seed, numClasses),
    growth: measureGrowth(sentences, seed),
  };
}

function countNear(texts: readonly NormalizedText[], seed: number): number {
  const strings = texts.map(({ text }) => text);
  return countNearDuplicates(groupNearDuplicates(strings, createRandom(seed)));
}
