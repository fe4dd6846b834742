import { EXPLANATION_LIMITS, SENTIMENT_SCALE } from '../../classifier/src/index.ts';

/** The name of the model in examples. It is fictitious, so that examples do not depend on the served model. */
export const EXAMPLE_MODEL = 'recurrent-0123abcd';

/** A positive text. */
export const TEXT = 'A film of quiet, stubborn grace.';
/** A text with a negative and a positive sentence. */
export const MIXED_TEXT = 'It was not good. I loved the cast.';

/** Creates a result. @param numbers the probabilities of the five sentiments, in order */
function resultOf(numbers: readonly number[], valence: number) {
  const label = numbers.indexOf(Math.max(...numbers));
  return {
    sentiment: SENTIMENT_SCALE.names[label]!,
    label,
    confidence: numbers[label]!,
    probabilities: Object.fromEntries(SENTIMENT_SCALE.names.map((name, k) => [name, numbers[k]!])),
    valence,
    coverage: 1,
    model: EXAMPLE_MODEL,
  };
}

/** A possible result for `TEXT`. */
export const RESULT = resultOf([0.003956, 0.036411, 0.237175, 0.578522, 0.143936], 2.822071);

/** A possible result for `MIXED_TEXT`. */
export const MIXED_RESULT = resultOf([0.082666, 0.397088, 0.03888, 0.227004, 0.254362], 2.173308);

const WEIGHTS: [text: string, start: number, weight: number][] = [
  ['It', 0, -0.017644],
  ['was', 3, -0.043795],
  ['not', 7, -1.065046],
  ['good', 11, -0.386491],
  ['.', 15, 0.031857],
  ['I', 17, 0.00564],
  ['loved', 19, 0.63497],
  ['the', 25, -0.063096],
  ['cast', 29, -0.017493],
  ['.', 33, 0.053651],
];

/** The result for `MIXED_TEXT` with explanation and sentences. */
export const EXPLAINED_RESULT = {
  ...MIXED_RESULT,
  explanation: WEIGHTS.map(([text, start, weight]) => ({ text, start, end: start + text.length, weight })),
  sentenceWeights: [
    { start: 0, end: 16, weight: -1.289024 },
    { start: 17, end: 34, weight: 1.289023 },
  ],
  sentences: [
    { ...resultOf([0.164625, 0.790658, 0.040926, 0.003387, 0.000404], 0.884285), start: 0, end: 16 },
    { ...resultOf([0.000707, 0.003516, 0.036834, 0.450622, 0.508321], 3.462332), start: 17, end: 34 },
  ],
};

const { tokens, sentenceTokens } = EXPLANATION_LIMITS;
const NUM_TOKENS = sentenceTokens + 1;

/** A sentence too long for an explanation of its tokens. */
export const LONG_TEXT = Array(NUM_TOKENS).fill('so').join(' ');

/** A possible result for `LONG_TEXT`. */
export const LONG_RESULT = {
  ...resultOf([0.768805, 0.178176, 0.040095, 0.008078, 0.004846], 0.301986),
  explanation: [],
  explanationOmitted: `The text has ${NUM_TOKENS} tokens, ${NUM_TOKENS} of them in its longest sentence; at most ${tokens} are explained, and ${sentenceTokens} in a sentence.`,
  sentenceWeights: [{ start: 0, end: LONG_TEXT.length, weight: -1.708313 }],
};
