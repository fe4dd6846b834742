import { createRandom } from '../../../classifier/training/index.ts';
import { noCounts, sum } from '../statistics/counting.ts';
import { findCriticalZ, type TermOccurrence } from '../statistics/critical-z.ts';
import { computeLogOdds } from '../statistics/log-odds.ts';
import type { AnnotatedSentence, Phrase } from '../texts/annotate.ts';

/** A word or name, and its association with the classes. */
export interface Term {
  term: string;
  /** The number of texts of each class that contain it, shape [numClasses]; each phrase of a sentence counts. */
  numTexts: number[];
  /** The number of sentences with a text of each class that contains it, shape [numClasses]. */
  numSentences: number[];
  /** How characteristic it is of each class, in standard errors, shape [numClasses]; computed from `numSentences`. */
  z: number[];
}

/** The terms of one kind. */
export interface TermStudy {
  /** The most frequent first. */
  terms: Term[];
  /** The z above which a term is characteristic of a class; shuffled labels exceed it in one of twenty shuffles. */
  criticalZ: number;
}

/** The kinds of terms, with their singular and plural in the report. */
export const TERM_KINDS = {
  person: { noun: 'person', nouns: 'people' },
  place: { noun: 'place', nouns: 'places' },
  organization: { noun: 'organization', nouns: 'organizations' },
  nationality: { noun: 'nationality', nouns: 'nationalities' },
  adjective: { noun: 'adjective', nouns: 'adjectives' },
  verb: { noun: 'verb', nouns: 'verbs' },
} as const;
/** The name of a kind of terms. */
export type TermKind = keyof typeof TERM_KINDS;

/** The study of each kind. */
export type TermStudies = Record<TermKind, TermStudy>;

const PARTS_OF_SPEECH: Partial<Record<TermKind, string>> = { adjective: 'ADJ', verb: 'VERB' };

/** The minimum number of sentences: rarer terms say more about a sentence than about a class. */
const MIN_SENTENCES = 3;

/** Studies the terms of each kind. */
export function studyTermKinds(
  sentences: readonly AnnotatedSentence[],
  seed: number,
  numClasses?: number,
): TermStudies {
  const kinds = Object.keys(TERM_KINDS) as TermKind[];
  const studies = kinds.map((kind) => [kind, studyTerms(sentences, kind, seed, numClasses)] as const);
  return Object.fromEntries(studies) as TermStudies;
}

/** Studies the terms of one kind that occur in at least three sentences. */
export function studyTerms(
  sentences: readonly AnnotatedSentence[],
  kind: TermKind,
  seed: number,
  numClasses?: number,
): TermStudy {
  const frequent = findFrequent(sentences, kind, numClasses);
  const inSentences: TermOccurrence[] = frequent.flatMap(([, places], row) =>
    places.map(({ numTexts }) => ({
      row,
      labels: numTexts.flatMap((count, label) => (count > 0 ? label : [])),
    })),
  );
  const numSentences = frequent.map(() => noCounts(numClasses));
  for (const { row, labels } of inSentences) for (const label of labels) numSentences[row]![label]!++;
  const z = computeLogOdds(numSentences);
  const terms = frequent.map(([term, places], row) => ({
    term,
    numTexts: noCounts(numClasses).map((_, label) => sum(places.map(({ numTexts }) => numTexts[label]!))),
    numSentences: numSentences[row]!,
    z: z[row]!,
  }));
  return {
    terms: terms.sort((a, b) => sum(b.numTexts) - sum(a.numTexts) || (a.term < b.term ? -1 : 1)),
    criticalZ: findCriticalZ(inSentences, frequent.length, createRandom(seed), numClasses),
  };
}

/**
 * Finds the terms of one kind that occur in at least three sentences, with the number of texts of each class that
 * contain them in each sentence.
 */
function findFrequent(sentences: readonly AnnotatedSentence[], kind: TermKind, numClasses?: number) {
  const occurrences: { term: string; numTexts: number[] }[] = sentences.flatMap((sentence) =>
    [...Map.groupBy(findTerms(sentence, kind), ({ term }) => term)].map(([term, spans]) => {
      const numTexts = noCounts(numClasses);
      for (const phrase of sentence.phrases) {
        if (spans.some((span) => isWithin(span, phrase))) numTexts[phrase.label]!++;
      }
      return { term, numTexts };
    }),
  );
  return [...Map.groupBy(occurrences, ({ term }) => term)].filter(
    ([, places]) => places.length >= MIN_SENTENCES,
  );
}

/** A word or name, and the number of texts that contain it. */
export interface TermCount {
  term: string;
  numTexts: number;
}

/**
 * Counts the terms of each kind that occur in at least three sentences, the most frequent first. All texts have one
 * class.
 */
export function countTermKinds(sentences: readonly AnnotatedSentence[]): Record<TermKind, TermCount[]> {
  const kinds = Object.keys(TERM_KINDS) as TermKind[];
  const counts = kinds.map((kind) => {
    const terms = findFrequent(sentences, kind, 1).map(([term, places]) => ({
      term,
      numTexts: sum(places.map(({ numTexts: [count] }) => count!)),
    }));
    return [kind, terms.sort((a, b) => b.numTexts - a.numTexts || (a.term < b.term ? -1 : 1))] as const;
  });
  return Object.fromEntries(counts) as Record<TermKind, TermCount[]>;
}

/** The maximum number of terms of a class in a chart. */
const NUM_LISTED = 8;

/**
 * Lists the terms with the largest values above 0, the largest first, such as the most frequent or most characteristic
 * ones of a class.
 */
export function listLargest(
  terms: readonly Term[],
  measure: (term: Term) => number,
  most = NUM_LISTED,
): Term[] {
  return terms
    .filter((term) => measure(term) > 0)
    .sort((a, b) => measure(b) - measure(a) || (a.term < b.term ? -1 : 1))
    .slice(0, most);
}

function findTerms({ words, isWord, partsOfSpeech, names }: AnnotatedSentence, kind: TermKind) {
  const part = PARTS_OF_SPEECH[kind];
  if (part === undefined) {
    return names.filter((name) => name.kind === kind).map(({ text, from, to }) => ({ term: text, from, to }));
  }
  return words.flatMap((term, i) =>
    partsOfSpeech[i] === part && isWord[i] ? [{ term, from: i, to: i + 1 }] : [],
  );
}

function isWithin(span: { from: number; to: number }, phrase: Phrase): boolean {
  return span.from >= phrase.from && span.to <= phrase.to;
}
