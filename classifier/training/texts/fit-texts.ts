import type { PolarityArrays } from '../../src/text/ngram-polarity.ts';
import type { TextSettings } from '../../src/text/text-settings.ts';
import { minimize } from '../optimizers/minimize.ts';
import { createRandom } from '../optimizers/random.ts';
import { buildPolarityMatrix, encodePolarity, POLARITY_NGRAMS } from './polarity-features.ts';
import type { ReadText } from './read-text.ts';
import { countFewParameters, createTextLoss, packTexts } from './text-loss.ts';

/** Steps of Adam; its learning rate falls linearly. */
const NUM_STEPS = 200;
const LEARNING_RATE = 0.05;
/** The pull of each parameter towards 0, as strong as this many texts: of the few, and of the n-grams' weights. */
const PRIOR_TEXTS = { few: 10, ngrams: 5 };
/** How much texts of neutral sentences count beside all others: reviews have no neutral stars, but texts may be neutral. */
const NEUTRAL_WEIGHT = 0.28;
/** How many neutral sentences such a text has. */
const NEUTRAL_SENTENCES = { min: 2, max: 5 };
const MAX_NEUTRAL_TEXTS = 5000;
/** Decimals of what is written to the model file. */
const DECIMALS = 4;

/** What is learned from whole texts. */
export interface FittedTexts {
  settings: TextSettings;
  polarity: PolarityArrays;
}

/**
 * Learns how sentences make up a text: minimizes the mean of −log Σ p(label) over whole texts by full-batch Adam. Texts
 * that are made of sentences which the model calls neutral are to be neutral.
 * @param texts those of one sentence are passed over
 * @param numClasses of a scale; where it is odd, the middle class is the neutral one
 * @returns the same for the same texts and seed
 * @throws RangeError where no text has several sentences
 */
export function fitTexts(
  texts: readonly ReadText[],
  numClasses: number,
  seed: number,
  onStep: (step: number, numSteps: number) => void = () => {},
): FittedTexts {
  const long = texts.filter(({ sentences }) => sentences.length > 1);
  if (long.length === 0) throw new RangeError('no text has several sentences');
  const neutral = numClasses % 2 === 1 ? makeNeutralTexts(long, (numClasses - 1) / 2, seed) : [];
  const all = [...long, ...neutral];
  const textWeights = all.map((_, i) =>
    i < long.length ? 1 / long.length : NEUTRAL_WEIGHT / neutral.length,
  );
  const matrix = buildPolarityMatrix(all.map(({ sentences }) => sentences));
  const numFew = countFewParameters(numClasses);
  const pulls = new Float64Array(numFew + matrix.hashes.length)
    .fill(PRIOR_TEXTS.few / long.length, 0, numFew)
    .fill(PRIOR_TEXTS.ngrams / long.length, numFew);
  const loss = createTextLoss(packTexts(all, textWeights, numClasses), matrix, pulls);
  const weights = minimize(
    (weights, gradient, step) => {
      onStep(step, NUM_STEPS);
      return loss(weights, gradient);
    },
    new Float64Array(pulls.length),
    { numSteps: NUM_STEPS, learningRate: LEARNING_RATE },
  );
  return {
    settings: toSettings(weights.slice(0, numFew).map((weight) => Number(weight.toFixed(DECIMALS)))),
    polarity: encodePolarity(matrix, weights.subarray(numFew)),
  };
}

function toSettings(weights: Float64Array): TextSettings {
  const [strength, uncertainty, first, last, exponent, ...bias] = weights as unknown as [
    number,
    number,
    number,
    number,
    number,
    ...number[],
  ];
  return { strength, uncertainty, first, last, exponent, bias, polarityNgrams: POLARITY_NGRAMS };
}

/** Texts of sentences, from different texts, that the model calls neutral. */
function makeNeutralTexts(texts: readonly ReadText[], neutral: number, seed: number): ReadText[] {
  const sentences = texts
    .flatMap((text) => text.sentences)
    .filter(({ probabilities: p }) => p.every((probability) => probability <= p[neutral]!));
  if (sentences.length === 0) return [];
  const random = createRandom(seed);
  const draw = (count: number): number => Math.floor(random() * count);
  const { min, max } = NEUTRAL_SENTENCES;
  return Array.from({ length: Math.min(texts.length, MAX_NEUTRAL_TEXTS) }, () => ({
    sentences: Array.from({ length: min + draw(max - min + 1) }, () => sentences[draw(sentences.length)]!),
    labels: [neutral],
  }));
}
