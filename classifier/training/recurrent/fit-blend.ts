import { lengthInput } from '../../src/probabilities.ts';
import { blendOpinions, countBlendWeights, logarithm } from '../../src/recurrent/blend.ts';
import { lengthWeight } from '../linear/fit-calibration.ts';
import { minimize } from '../optimizers/minimize.ts';

const LEARNING_RATE = 0.05;
const NUM_STEPS = 300;

/** The predictions of two models for at least one text that neither was trained on. */
export interface BlendTexts {
  /** Each text's class probabilities by the network and by the n-gram model, each of shape [numClasses]. */
  network: readonly ArrayLike<number>[];
  ngrams: readonly ArrayLike<number>[];
  labels: readonly number[];
  numTokens: readonly number[];
  /** Shape [numClasses]: the weight of a text of each class; 1 by default. */
  classWeights?: readonly number[] | undefined;
}

/**
 * The loss of the blend: the weighted mean of −log p(label), with weights c_i = (1 + tokens_i / 5) · class weight.
 * @param weights shape [countBlendWeights(numClasses)]
 * @param gradient same shape as `weights`; overwritten
 * @returns the loss
 */
export function blendLoss(
  { network, ngrams, labels, numTokens, classWeights }: BlendTexts,
  weights: Float64Array,
  gradient: Float64Array,
): number {
  const counts = numTokens.map((tokens, i) => lengthWeight(tokens) * (classWeights?.[labels[i]!] ?? 1));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const numClasses = network[0]!.length;
  const blended = new Float64Array(numClasses);
  let loss = 0;
  gradient.fill(0);
  for (const [i, label] of labels.entries()) {
    const share = counts[i]! / total;
    const length = lengthInput(numTokens[i]!);
    blendOpinions(network[i]!, ngrams[i]!, numTokens[i]!, weights, blended);
    loss -= share * Math.log(Math.max(blended[label]!, Number.MIN_VALUE));
    for (let k = 0; k < numClasses; k++) {
      const error = share * (blended[k]! - Number(k === label));
      const p = error * logarithm(network[i]![k]!);
      const q = error * logarithm(ngrams[i]![k]!);
      gradient[0]! += p;
      gradient[1]! += p * length;
      gradient[2]! += q;
      gradient[3]! += q * length;
      gradient[4 + k]! += error;
    }
  }
  return loss;
}

/**
 * Fits the weights of the blend by full-batch Adam, starting from equal shares.
 * @returns shape [countBlendWeights(numClasses)]
 */
export function fitBlend(texts: BlendTexts): Float64Array {
  const weights = new Float64Array(countBlendWeights(texts.network[0]!.length));
  weights[0] = 0.5;
  weights[2] = 0.5;
  return minimize((at, gradient) => blendLoss(texts, at, gradient), weights, {
    numSteps: NUM_STEPS,
    learningRate: LEARNING_RATE,
  });
}
