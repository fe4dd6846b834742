import { EXPLANATION_LIMITS } from '../../classifier/src/index.ts';

/** The limits that every handler keeps. */
export const LIMITS = {
  /** The longest text, in Unicode code points, as JSON Schema's `maxLength` counts. */
  textCharacters: 20_000,
  /** The most texts, or events, in a batch. */
  batchTexts: 1000,
  /** The largest body of any request but a stream, in bytes. */
  bodyBytes: 1_048_576,
  /** The most arrays and objects in JSON: to parse half a million takes tens of megabytes. */
  jsonParts: 65_536,
  /** The longest line of a stream, in bytes: the longest text, where each letter is written as an escape, and more. */
  lineBytes: 262_144,
  /** The most tokens of a text that are explained, and of each of its sentences. */
  explanationTokens: EXPLANATION_LIMITS.tokens,
  explanationSentenceTokens: EXPLANATION_LIMITS.sentenceTokens,
  /** The most that sentences times tokens may be to explain sentences, for a model that reads whole texts. */
  explanationSentencesTimesTokens: EXPLANATION_LIMITS.sentencesTimesTokens,
  /** How long a connection may be idle, in seconds. */
  idleSeconds: 30,
} as const;
