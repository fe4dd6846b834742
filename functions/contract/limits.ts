import { EXPLANATION_LIMITS } from '../../classifier/src/index.ts';

/** The limits that all functions enforce. */
export const LIMITS = {
  /** The longest text, in Unicode code points, as JSON Schema's `maxLength` counts. */
  textCharacters: 20_000,
  /** The most texts, or events, in a batch. */
  batchTexts: 1000,
  /** The largest body of any request except a stream, in bytes. */
  bodyBytes: 1_048_576,
  /** The most arrays and objects in JSON. Parsing half a million takes tens of megabytes. */
  jsonParts: 65_536,
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
