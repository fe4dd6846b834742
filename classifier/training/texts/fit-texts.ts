import type { PolarityArrays } from '../../src/text/ngram-polarity.ts';
import type { TextSettings } from '../../src/text/text-settings.ts';
import { minimize } from '../optimizers/minimize.ts';
import { createRandom } from '../optimizers/random.ts';
import { buildPolarityMatrix, encodePolarity, POLARITY_NGRAMS } from './polarity-features.ts';
import type { ReadText } from './read-text.ts';
import { countFewParameters, createTextLoss, packTexts } from './text-loss.ts';

/** The number of Adam steps; the learning rate falls linearly. */
const NUM_STEPS = 200;
const LEARNING_RATE = 0.05;
/** The strength of the prior towards 0, in texts: for the few parameters, and for the n-gram weights. */
const PRIOR_TEXTS = { few: 10, ngrams: 5 };
/**
 * The weight of neutral texts relative to all others. Reviews have no neutral star rating, but texts can be neutral.
 */
const NEUTRAL_WEIGHT = 0.28;
/** The number of neutral sentences in such a text. */
const NEUTRAL_SENTENCES = { min: 2, max: 5 };
const MAX_NEUTRAL_TEXTS = 5000;
/** The number of decimals in the model file. */
const DECIMALS = 4;

/** The parameters learned from whole texts. */
export interface FittedTexts {
  settings: TextSettings;
  polarity: PolarityArrays;
}

/**
 * Learns how to combine sentences: minimizes the mean of −log Σ p(label) over whole texts by full-batch Adam. Texts
 * composed of sentences that the model finds neutral are added as neutral texts.
 * @param texts texts of a single sentence are skipped
 * @param numClasses the classes of a scale; if odd, the middle class is the neutral one
 * @returns the same parameters for the same texts and seed
 * @throws RangeError when no text has several sentences
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

/** Composes texts from sentences of different texts that the model finds neutral. */
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
