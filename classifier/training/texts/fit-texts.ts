import {
  describeSentence,
  logOf,
  longness,
  softmax,
  type TextSettings,
} from '../../src/text/combine-sentences.ts';
import { minimize } from '../optimizers/minimize.ts';
import { createRandom } from '../optimizers/random.ts';

/** Steps of Adam; its learning rate falls linearly. */
const NUM_STEPS = 200;
const LEARNING_RATE = 0.05;
/** The pull of each parameter towards 0: as strong as this many texts. */
const PRIOR_TEXTS = 10;
/** How much texts of neutral sentences count beside all others: reviews have no neutral stars, but texts may be neutral. */
const NEUTRAL_WEIGHT = 0.5;
/** How many neutral sentences such a text has. */
const NEUTRAL_SENTENCES = { min: 2, max: 5 };
const MAX_NEUTRAL_TEXTS = 5000;
/** Decimals of what is written to the model file. */
const DECIMALS = 4;

/** A whole text by what a model says of its sentences. */
export interface ReadText {
  /** The class probabilities of each sentence, in order, each sentence once. */
  sentences: Float64Array[];
  /** The label of the text, 0..numClasses − 1. */
  label: number;
}

/** The scores' parameters, as `describeSentence` orders what they are multiplied by. */
const SCORES = ['strength', 'uncertainty', 'first', 'last'] as const;
const EXPONENT = SCORES.length;
const BIAS = EXPONENT + 1;

/** A text of several sentences, ready to be read at each step. */
interface Example {
  /** Shape [numSentences][4]. */
  descriptions: number[][];
  /** Shape [numSentences][numClasses]. */
  logs: Float64Array[];
  label: number;
  weight: number;
}

/**
 * Learns how sentences make up a text: minimizes the mean of −log p(label) over whole texts by full-batch Adam. Texts that
 * are made of sentences which the model calls neutral are to be neutral.
 * @param texts those of one sentence are passed over
 * @param numClasses of a scale; where it is odd, the middle class is the neutral one
 * @returns the same for the same texts and seed
 * @throws RangeError where no text has several sentences
 */
export function fitTexts(texts: readonly ReadText[], numClasses: number, seed: number): TextSettings {
  const long = texts.filter(({ sentences }) => sentences.length > 1);
  if (long.length === 0) throw new RangeError('no text has several sentences');
  const neutral = numClasses % 2 === 1 ? makeNeutralTexts(long, (numClasses - 1) / 2, seed) : [];
  const examples = [
    ...long.map((text) => toExample(text, 1 / long.length)),
    ...neutral.map((text) => toExample(text, NEUTRAL_WEIGHT / neutral.length)),
  ];
  const weights = minimize(
    textLoss(examples, numClasses, PRIOR_TEXTS / long.length),
    new Float64Array(BIAS + numClasses),
    {
      numSteps: NUM_STEPS,
      learningRate: LEARNING_RATE,
    },
  );
  return toSettings(weights.map((weight) => Number(weight.toFixed(DECIMALS))));
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
  return { strength, uncertainty, first, last, exponent, bias };
}

/** A text as `textLoss` reads it. @param weight how much it counts in the loss */
export function toExample({ sentences, label }: ReadText, weight: number): Example {
  return {
    descriptions: sentences.map((p, i) => describeSentence(p, i, sentences.length)),
    logs: sentences.map((p) => p.map(logOf)),
    label,
    weight,
  };
}

/** Texts of sentences, from different texts, that the model calls neutral. */
function makeNeutralTexts(texts: readonly ReadText[], neutral: number, seed: number): ReadText[] {
  const sentences = texts
    .flatMap((text) => text.sentences)
    .filter((p) => p.every((probability) => probability <= p[neutral]!));
  if (sentences.length === 0) return [];
  const random = createRandom(seed);
  const draw = (count: number): number => Math.floor(random() * count);
  const { min, max } = NEUTRAL_SENTENCES;
  return Array.from({ length: Math.min(texts.length, MAX_NEUTRAL_TEXTS) }, () => ({
    sentences: Array.from({ length: min + draw(max - min + 1) }, () => sentences[draw(sentences.length)]!),
    label: neutral,
  }));
}

/** The loss of the parameters, and its gradient. @param pull of each parameter towards 0 */
export function textLoss(examples: readonly Example[], numClasses: number, pull: number) {
  return (weights: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (const [j, weight] of weights.entries()) {
      loss += (pull / 2) * weight ** 2;
      gradient[j] = pull * weight;
    }
    for (const example of examples) loss += addText(example, numClasses, weights, gradient);
    return loss;
  };
}

/** Adds the gradient of one text's loss, as `combineProbabilities` defines it. @returns the loss */
function addText(
  { descriptions, logs, label, weight }: Example,
  numClasses: number,
  weights: Float64Array,
  gradient: Float64Array,
): number {
  const numSentences = logs.length;
  const shares = softmax(
    Float64Array.from(descriptions, (description) =>
      description.reduce((sum, value, j) => sum + weights[j]! * value, 0),
    ),
  );
  const sureness = numSentences ** weights[EXPONENT]!;
  const length = longness(numSentences);
  const sums = new Float64Array(numClasses);
  for (const [i, log] of logs.entries())
    for (let k = 0; k < numClasses; k++) sums[k]! += shares[i]! * log[k]!;
  const p = softmax(sums.map((sum, k) => sureness * sum + length * weights[BIAS + k]!));
  const loss = -weight * logOf(p[label]!);

  const logits = p; // d(−log softmax)/dz = p − onehot(label)
  logits[label]! -= 1;
  for (let k = 0; k < numClasses; k++) {
    gradient[BIAS + k]! += weight * length * logits[k]!;
    gradient[EXPONENT]! += weight * logits[k]! * sums[k]! * sureness * Math.log(numSentences);
  }
  // Of the shares first, then through their softmax.
  const pulls = logs.map((log) => sureness * log.reduce((sum, value, k) => sum + logits[k]! * value, 0));
  const mean = pulls.reduce((sum, pull, i) => sum + shares[i]! * pull, 0);
  for (const [i, description] of descriptions.entries()) {
    const score = weight * shares[i]! * (pulls[i]! - mean);
    for (let j = 0; j < SCORES.length; j++) gradient[j]! += score * description[j]!;
  }
  return loss;
}
