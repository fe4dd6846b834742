import { EXPLANATION_LIMITS, SENTIMENT_SCALE } from '../../classifier/src/index.ts';

/** The name of a model in examples: none that there is, so that they are the same whatever model is served. */
export const EXAMPLE_MODEL = 'recurrent-0123abcd';

/** A text, and one that says both. */
export const TEXT = 'A film of quiet, stubborn grace.';
export const MIXED_TEXT = 'It was not good. I loved the cast.';

/** A result of the five sentiments. @param numbers their probabilities, in order, and the valence */
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

/** What a model may say of `TEXT`. */
export const RESULT = resultOf([0.003956, 0.036411, 0.237175, 0.578522, 0.143936], 2.822071);

/** What it may say of `MIXED_TEXT`. */
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

/** The same with what each token and each sentence does, and with the sentences. */
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

/** A sentence that is too long to explain its tokens. */
export const LONG_TEXT = Array(NUM_TOKENS).fill('so').join(' ');

/** What a model may say of it. */
export const LONG_RESULT = {
  ...resultOf([0.768805, 0.178176, 0.040095, 0.008078, 0.004846], 0.301986),
  explanation: [],
  explanationOmitted: `The text has ${NUM_TOKENS} tokens, ${NUM_TOKENS} of them in its longest sentence; at most ${tokens} are explained, and ${sentenceTokens} in a sentence.`,
  sentenceWeights: [{ start: 0, end: LONG_TEXT.length, weight: -1.708313 }],
};
