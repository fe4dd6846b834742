import type { ReadingLimits, TokenForm } from './model.ts';
import type { Steps } from './steps.ts';
import type { Sentence } from './text/read-text.ts';

/** The limits above which explanations are omitted. A transformer also has a limit of its own, `ReadingLimit`. */
export const EXPLANATION_LIMITS = {
  /** The most tokens in a text whose tokens are explained. */
  tokens: 1000,
  /** The most tokens in each of its sentences; in the whole text for a model of unit `text`. */
  sentenceTokens: 200,
  /** For a model of unit `text`: the largest product of sentences and tokens for which sentences are explained. */
  sentencesTimesTokens: 400_000,
} as const;

/** Why tokens and sentences are not explained, each as a sentence; undefined within the limits. */
interface Omissions {
  noTokens: string | undefined;
  noSentences: string | undefined;
}

/**
 * Finds out whether the tokens and the sentences of a text are explained.
 * @param units what the model reads at a time: each sentence, or the whole text as one unit
 */
export function* findOmissions(
  sentences: readonly Sentence<TokenForm>[],
  units: readonly Sentence<TokenForm>[],
  readsTexts: boolean,
  limits: ReadingLimits | undefined,
): Steps<Omissions> {
  const noTokens = describeTooManyTokens(sentences, readsTexts);
  const noSentences = readsTexts ? describeTooManyReadings(sentences) : undefined;
  if (limits === undefined || (noTokens !== undefined && (noSentences !== undefined || !readsTexts))) {
    return { noTokens, noSentences };
  }
  let numPieces = 0;
  let forTokens = 0;
  for (const unit of units) {
    const ofUnit = yield* limits.countPieces([unit]);
    numPieces += ofUnit;
    forTokens += unit.words.length * ofUnit;
  }
  const forSentences = readsTexts ? sentences.length * numPieces : 0;
  const { explanationPieces } = limits;
  const isWithin = (pieces: number): boolean => pieces <= explanationPieces;
  const most = `at most ${explanationPieces} are read`;
  return {
    noTokens:
      noTokens ??
      (isWithin(forTokens + forSentences)
        ? undefined
        : `To weigh each token takes ${forTokens} word pieces to read; ${most}.`),
    noSentences:
      noSentences ??
      (isWithin(forSentences)
        ? undefined
        : `Its ${sentences.length} sentences are not explained either: that takes ${forSentences} word pieces.`),
  };
}

/** Says why tokens are not explained, as a sentence; undefined within the limits. */
function describeTooManyTokens(
  sentences: readonly Sentence<unknown>[],
  readsTexts: boolean,
): string | undefined {
  const { tokens, sentenceTokens } = EXPLANATION_LIMITS;
  const numTokens = countTokens(sentences);
  if (readsTexts) {
    if (numTokens <= sentenceTokens) return undefined;
    return `The text has ${numTokens} tokens; a model that reads whole texts explains at most ${sentenceTokens}.`;
  }
  const longest = sentences.reduce((max, { words }) => Math.max(max, words.length), 0);
  if (numTokens <= tokens && longest <= sentenceTokens) return undefined;
  return `The text has ${numTokens} tokens, ${longest} of them in its longest sentence; at most ${tokens} are explained, and ${sentenceTokens} in a sentence.`;
}

/** Says why sentences of a text read as a whole are not explained, as a sentence; undefined within the limits. */
function describeTooManyReadings(sentences: readonly Sentence<unknown>[]): string | undefined {
  const { sentencesTimesTokens } = EXPLANATION_LIMITS;
  const numTokens = countTokens(sentences);
  const numSentences = sentences.filter(({ start, end }) => end > start).length;
  if (numSentences * numTokens <= sentencesTimesTokens) return undefined;
  return `Its ${numSentences} sentences are not explained either: sentences times tokens may be at most ${sentencesTimesTokens}.`;
}

function countTokens(sentences: readonly Sentence<unknown>[]): number {
  return sentences.reduce((sum, { words }) => sum + words.length, 0);
}
