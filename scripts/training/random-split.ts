import type { SmallKind } from '../../classifier/src/index.ts';
import { createRandom, shuffle } from '../../classifier/training/index.ts';
import type { Dataset } from '../program/data-option.ts';
import { readWinkVectors } from './read-vectors.ts';
import { trainLinearModel, trainRecurrentModel } from './train-model.ts';

/** The warning printed with results of a random split. */
export const LEAK =
  'This protocol leaks: phrases of one sentence stand on both sides of the random split, so that the figures are ' +
  'higher than on new sentences. It is here to compare with systems measured so.';

/** Trains on a random 67 % of the texts, as the Python system did, and returns the rest as test texts. */
export async function trainOnRandomSplit(dataset: Dataset, kind: SmallKind, seed: number) {
  const shuffled = shuffle([...dataset.texts], createRandom(seed));
  const numTraining = Math.round(shuffled.length * 0.67);
  const training = { ...dataset, texts: shuffled.slice(0, numTraining).sort((a, b) => a.line - b.line) };
  const model =
    kind === 'linear'
      ? await trainLinearModel(training, seed)
      : await trainRecurrentModel(training, seed, { pretrained: await readWinkVectors() });
  return { bytes: model.encode([]), heldOut: shuffled.slice(numTraining) };
}
