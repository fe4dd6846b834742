import type { WordVectorTable } from '../word-vectors/word-vector-table.ts';
import { type Duplicates, findDuplicates, type NormalizedText } from './data/duplicates.ts';
import { type Leakage, measureLeakage } from './data/leakage.ts';
import { type Lengths, measureLengths } from './data/lengths.ts';
import { measureGrowth, type VocabularyGrowth } from './data/vocabulary-growth.ts';
import { joinSurnames } from './names/join-surnames.ts';
import { isCommonWord } from './names/name-lexicon.ts';
import { chooseStrongest, weighWords } from './negation/sentiment-words.ts';
import { type Negation, studyNegation } from './negation/study.ts';
import { askWhyNegative, type WhyNegative } from './negation/why-negative.ts';
import { countLabels } from './statistics/counting.ts';
import { studyTerms, TERM_KINDS, type TermKind, type TermStudy } from './terms/study.ts';
import type { Sentence } from './texts/annotate.ts';
import { mapWords, TEST_PAIRS, type WordMap } from './word-map/study.ts';

/** What stands for itself in a data set: a sentence with its phrases, or, where no text is a part of another, a text. */
export type Unit = 'sentence' | 'text';

/** All that the report tells of a data set. */
export interface Study {
  numTexts: number;
  unit: Unit;
  numUnits: number;
  /** The share of the words that are in an English word list, 0..1; 1 where there are no words. */
  shareEnglish: number;
  /** Texts of each class, shape [5]. */
  classes: number[];
  lengths: Lengths;
  duplicates: Duplicates;
  leakage: Leakage[];
  growth: VocabularyGrowth;
  terms: Record<TermKind, TermStudy>;
  negation: Negation;
  whyNegative: WhyNegative[];
  /** One of each source of vectors that knows enough of the words. */
  wordMaps: WordMap[];
}

/** How many words of each side are mapped. */
const NUM_MAPPED = 70;

/**
 * Studies labelled texts, of which there must be at least one.
 * @param texts each with its normalized form
 * @param annotated the same texts as parts of their sentences
 * @param tables word vectors to map
 */
export function studyTexts(
  texts: readonly NormalizedText[],
  annotated: readonly Sentence[],
  tables: readonly WordVectorTable[],
  seed: number,
): Study {
  const sentences = joinSurnames(annotated);
  const negation = studyNegation(sentences, seed);
  const words = weighWords(sentences);
  const strongest = chooseStrongest(words, NUM_MAPPED, TEST_PAIRS.flat());
  const vocabulary = words.map(({ word }) => word);
  const kinds = Object.keys(TERM_KINDS) as TermKind[];
  return {
    numTexts: texts.length,
    unit: sentences.some(hasParts) ? 'sentence' : 'text',
    numUnits: sentences.length,
    shareEnglish: measureEnglish(sentences),
    classes: countLabels(texts),
    lengths: measureLengths(texts),
    duplicates: findDuplicates(texts),
    leakage: measureLeakage(sentences, seed),
    growth: measureGrowth(sentences, seed),
    terms: Object.fromEntries(
      kinds.map((kind) => [kind, studyTerms(sentences, kind, seed)]),
    ) as Study['terms'],
    negation,
    whyNegative: askWhyNegative(sentences, negation.leaning),
    wordMaps: tables.flatMap((table) => mapWords(table, strongest, vocabulary, seed) ?? []),
  };
}

function measureEnglish(sentences: readonly Sentence[]): number {
  const words = sentences.flatMap((sentence) => sentence.words.filter((_, i) => sentence.isWord[i]));
  return words.length === 0 ? 1 : words.filter(isCommonWord).length / words.length;
}

function hasParts({ words, phrases }: Sentence): boolean {
  return phrases.some(({ from, to }) => to - from < words.length);
}
