import { availableParallelism } from 'node:os';
import {
  ClassifierError,
  findWholeSentences,
  type SkipGramSettings,
  type TrainingText,
  trainSkipGram,
} from '../../classifier/training/index.ts';
import { withProgress } from '../program/progress.ts';
import type { WordVectorTable } from './word-vector-table.ts';

/** Word vectors trained on the sentences of a data set. */
export interface TrainedVectors {
  /** The most frequent word first. */
  table: WordVectorTable;
  numSentences: number;
  /** The mean loss of a pair of words in the last epoch. */
  loss: number;
}

/**
 * Trains word vectors on the whole sentences of a data set, and shows progress on standard error. Phrases are not used,
 * because overlapping phrases would count a word several times.
 * @throws ClassifierError with code `SETTINGS` for settings out of range, and for texts without a pair of words to
 * learn from
 */
export async function trainWordVectors(
  texts: readonly Pick<TrainingText, 'words' | 'group'>[],
  settings: SkipGramSettings,
  seed: number,
): Promise<TrainedVectors> {
  const sentences = findWholeSentences(texts).map((i) => texts[i]!.words);
  let loss = Number.NaN;
  const bar = { label: 'train vectors', total: settings.epochs, unit: 'epochs' };
  const trained = await withProgress(bar, (update) =>
    trainSkipGram(sentences, settings, seed, availableParallelism(), (at) => {
      loss = at.loss;
      const told = Number.isNaN(loss) ? 'no pair of words yet' : `loss ${loss.toFixed(4)}`;
      update(at.step / (at.numSteps / settings.epochs), `epoch ${at.epoch}, ${told}`);
    }),
  );
  if (Number.isNaN(loss)) {
    throw new ClassifierError(
      'SETTINGS',
      `of ${sentences.length} sentences no two words beside each other were left to learn from; expected more texts, or a lower minCount`,
    );
  }
  return { table: { name: 'own', ...trained }, numSentences: sentences.length, loss };
}
