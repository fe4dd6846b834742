import type { Phrase, Sentence } from '../annotate.ts';
import { noCounts, sum } from './counting.ts';
import { computeLogOdds } from './log-odds.ts';

/** A word or name, and how it goes with the classes. */
export interface Term {
  term: string;
  /** How many texts of each class hold it, shape [5]: raw counts, in which a sentence counts with each of its phrases. */
  numTexts: number[];
  /** How many sentences have a text of each class that holds it, shape [5]. */
  numSentences: number[];
  /** How characteristic it is of each class, in standard errors, shape [5]; from `numSentences`. */
  z: number[];
}

/** What kinds of terms are counted, and how they are called. */
export const TERM_KINDS = {
  person: 'People',
  place: 'Places',
  organization: 'Organizations',
  nationality: 'Nationalities',
  adjective: 'Adjectives',
  verb: 'Verbs',
} as const;
export type TermKind = keyof typeof TERM_KINDS;

const PARTS_OF_SPEECH: Partial<Record<TermKind, string>> = { adjective: 'ADJ', verb: 'VERB' };

/** Rarer terms say more of one sentence than of a class. */
const MIN_SENTENCES = 3;

/** The terms of one kind that stand in at least three sentences, the most frequent first. */
export function countTerms(sentences: readonly Sentence[], kind: TermKind): Term[] {
  const terms = new Map<string, Pick<Term, 'numTexts' | 'numSentences'> & { total: number }>();
  for (const sentence of sentences) {
    const places = findTerms(sentence, kind);
    for (const [term, spans] of Map.groupBy(places, (place) => place.term)) {
      const counts = terms.get(term) ?? { numTexts: noCounts(), numSentences: noCounts(), total: 0 };
      terms.set(term, counts);
      counts.total++;
      const inSentence = noCounts();
      for (const phrase of sentence.phrases) {
        if (spans.some((span) => isWithin(span, phrase))) inSentence[phrase.label]!++;
      }
      for (const [k, count] of inSentence.entries()) {
        counts.numTexts[k]! += count;
        if (count > 0) counts.numSentences[k]!++;
      }
    }
  }
  const frequent = [...terms].filter(([, { total }]) => total >= MIN_SENTENCES);
  const z = computeLogOdds(frequent.map(([, { numSentences }]) => numSentences));
  return frequent
    .map(([term, { numTexts, numSentences }], i) => ({ term, numTexts, numSentences, z: z[i]! }))
    .sort((a, b) => sum(b.numTexts) - sum(a.numTexts) || (a.term < b.term ? -1 : 1));
}

function findTerms({ words, isWord, partsOfSpeech, names }: Sentence, kind: TermKind) {
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
