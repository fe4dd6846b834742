import { type LabelSet, SENTIMENT_SCALE } from '../../../classifier/src/index.ts';
import {
  countNearDuplicates,
  createRandom,
  groupNearDuplicates,
} from '../../../classifier/training/index.ts';
import { isCommonWord } from '../../names/name-lexicon.ts';
import { countLabels } from '../statistics/counting.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';
import { findUnit, type Unit } from '../texts/unit.ts';
import { type Duplicates, findDuplicates, type NormalizedText } from './duplicates.ts';
import { type Leakage, measureLeakage } from './leakage.ts';
import { type Lengths, measureLengths } from './lengths.ts';
import { measureGrowth, type VocabularyGrowth } from './vocabulary-growth.ts';

/** Findings about texts that do not depend on labels. */
export interface TextsStudy {
  numTexts: number;
  unit: Unit;
  numUnits: number;
  /** The share of words in an English word list, 0..1; 1 if there are no words. */
  shareEnglish: number;
  lengths: Lengths;
  duplicates: Duplicates;
  /** The number of near-duplicates; `undefined` if texts are parts of each other. */
  numNear: number | undefined;
  growth: VocabularyGrowth;
}

/** Findings about a labelled data set. */
export interface DataStudy extends TextsStudy {
  labels: LabelSet;
  /** The number of texts of each class, shape [numClasses]. */
  classes: number[];
  leakage: Leakage[];
}

/**
 * Studies a labelled data set.
 * @param texts at least one
 * @param sentences the same texts as parts of their sentences
 */
export function studyData(
  texts: readonly NormalizedText[],
  sentences: readonly AnnotatedSentence[],
  seed: number,
  labels: LabelSet = SENTIMENT_SCALE,
): DataStudy {
  const numClasses = labels.names.length;
  return {
    ...studyTextsAlone(texts, sentences, seed, numClasses),
    labels,
    classes: countLabels(texts, numClasses),
    leakage: measureLeakage(sentences, seed, numClasses),
  };
}

/**
 * Studies texts without regard to their labels.
 * @param texts at least one
 * @param sentences the same texts as parts of their sentences
 */
export function studyTextsAlone(
  texts: readonly NormalizedText[],
  sentences: readonly AnnotatedSentence[],
  seed: number,
  numClasses: number,
): TextsStudy {
  const unit = findUnit(sentences);
  return {
    numTexts: texts.length,
    unit,
    numUnits: sentences.length,
    shareEnglish: measureEnglish(sentences),
    lengths: measureLengths(texts, numClasses),
    duplicates: findDuplicates(texts, numClasses),
    numNear: unit === 'text' ? countNear(texts, seed) : undefined,
    growth: measureGrowth(sentences, seed),
  };
}

function measureEnglish(sentences: readonly AnnotatedSentence[]): number {
  const words = sentences.flatMap((sentence) => sentence.words.filter((_, i) => sentence.isWord[i]));
  return words.length === 0 ? 1 : words.filter(isCommonWord).length / words.length;
}

function countNear(texts: readonly NormalizedText[], seed: number): number {
  const strings = texts.map(({ text }) => text);
  return countNearDuplicates(groupNearDuplicates(strings, createRandom(seed)));
}
