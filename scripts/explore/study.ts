import { type LabelSet, SENTIMENT_SCALE } from '../../classifier/src/index.ts';
import type { WordVectorTable } from '../word-vectors/index.ts';
import type { NormalizedText } from './data/duplicates.ts';
import { type DataStudy, studyData, studyTextsAlone, type TextsStudy } from './data/study.ts';
import { type Negation, studyNegation } from './negation/study.ts';
import { askWhyNegative, type WhyNegative } from './negation/why-negative.ts';
import {
  countTermKinds,
  studyTermKinds,
  type TermCount,
  type TermKind,
  type TermStudies,
} from './terms/study.ts';
import type { AnnotatedSentence } from './texts/annotate.ts';
import { joinSurnames } from './texts/join-surnames.ts';
import type { FrequentWord } from './word-map/frequent-words.ts';
import { placeFrequentWords, studyWordMaps, type WordMap, type WordPlaces } from './word-map/study.ts';

/** All findings about a labelled data set. */
export interface Study extends DataStudy {
  terms: TermStudies;
  /** Only for the five sentiments, of which two are negative and two positive. */
  sides?: SidesStudy;
}

/** Findings about words and the side of a text. */
export interface SidesStudy {
  negation: Negation;
  whyNegative: WhyNegative[];
  /** One map for each source of vectors that has enough of the words. */
  wordMaps: WordMap[];
}

/**
 * Studies labelled texts, of which there must be at least one.
 * @param texts each with its normalized form
 * @param annotated the same texts as parts of their sentences
 * @param tables word vectors to map
 */
export function studyTexts(
  texts: readonly NormalizedText[],
  annotated: readonly AnnotatedSentence[],
  tables: readonly WordVectorTable[],
  seed: number,
  labels: LabelSet = SENTIMENT_SCALE,
): Study {
  const sentences = joinSurnames(annotated);
  return {
    ...studyData(texts, sentences, seed, labels),
    terms: studyTermKinds(sentences, seed, labels.names.length),
    ...(areFiveSentiments(labels) && { sides: studySides(sentences, tables, seed) }),
  };
}

/** All findings about texts without labels. */
export interface UnlabelledStudy extends TextsStudy {
  terms: Record<TermKind, TermCount[]>;
  /** One map for each source of vectors that has enough of the words. */
  wordMaps: WordPlaces<FrequentWord>[];
}

/**
 * Studies texts without labels, of which there must be at least one.
 * @param texts each with its normalized form, all of one class
 * @param annotated the same texts as parts of their sentences
 * @param tables word vectors to map
 */
export function studyUnlabelled(
  texts: readonly NormalizedText[],
  annotated: readonly AnnotatedSentence[],
  tables: readonly WordVectorTable[],
  seed: number,
): UnlabelledStudy {
  const sentences = joinSurnames(annotated);
  return {
    ...studyTextsAlone(texts, sentences, seed, 1),
    terms: countTermKinds(sentences),
    wordMaps: placeFrequentWords(sentences, tables, seed),
  };
}

/** Whether the labels are the five sentiments, so that labels below 2 are negative and labels above 2 positive. */
export function areFiveSentiments({ names, isScale }: LabelSet): boolean {
  return isScale && names.join() === SENTIMENT_SCALE.names.join();
}

function studySides(
  sentences: readonly AnnotatedSentence[],
  tables: readonly WordVectorTable[],
  seed: number,
): SidesStudy {
  const negation = studyNegation(sentences, seed);
  return {
    negation,
    whyNegative: askWhyNegative(sentences, negation.leaning),
    wordMaps: studyWordMaps(sentences, tables, seed),
  };
}
