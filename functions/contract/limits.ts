import { EXPLANATION_LIMITS, type ModelHeader } from '../../classifier/src/index.ts';

/** The limits that all functions enforce, whatever the model. */
export const LIMITS = {
  /** The longest text, in Unicode code points, as JSON Schema's `maxLength` counts. */
  textCharacters: 20_000,
  /** The most texts, or events, in a batch. */
  batchTexts: 1000,
  /** The largest body of any request except a stream, in bytes. */
  bodyBytes: 1_048_576,
  /** The most header fields of a request. Each takes a hundred bytes beside its own. */
  headerFields: 100,
  /** The most arrays, objects and their members in JSON. Each takes up to seventy bytes, whatever its length. */
  jsonParts: 32_768,
  /** The longest line of a stream, in bytes. The longest text fits even if each letter is escaped. */
  lineBytes: 262_144,
  /** The most tokens in a text, and in each of its sentences, to explain them. */
  explanationTokens: EXPLANATION_LIMITS.tokens,
  explanationSentenceTokens: EXPLANATION_LIMITS.sentenceTokens,
  /** The largest product of sentences and tokens to weigh sentences, for a model that reads whole texts. */
  explanationSentencesTimesTokens: EXPLANATION_LIMITS.sentencesTimesTokens,
  /** How long a connection may be idle, in seconds. */
  idleSeconds: 30,
} as const;

/**
 * The limits of a batch for a transformer, in place of or beside those above. With them no request takes more than 5 s of
 * a processor. A stream has none of them.
 */
export const TRANSFORMER_LIMITS = {
  batchTexts: 250,
  /** The most characters of all texts together, in UTF-16 code units: a character may be a word piece. */
  batchCharacters: 20_000,
  /** The most texts with `explain` or `sentences`. */
  batchDetailedTexts: 1,
} as const;

/** The limits for a model, as published in `GET /model`. The last two are settings of a transformer. */
export type Limits = Record<keyof typeof LIMITS, number> &
  Partial<Record<keyof typeof TRANSFORMER_LIMITS | 'textPieces' | 'explanationPieces', number>>;

/** The limits for a model. */
export function limitsOf({ kind, settings }: Pick<ModelHeader, 'kind' | 'settings'>): Limits {
  if (kind !== 'transformer') return LIMITS;
  const { textPieces, explanationPieces } = settings as { textPieces: number; explanationPieces: number };
  return { ...LIMITS, ...TRANSFORMER_LIMITS, textPieces, explanationPieces };
}
