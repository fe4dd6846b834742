import { describe, expect, test } from 'vitest';
import type { TrainingText } from '../../../../classifier/training/linear/features.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import type { NetworkSettings } from '../../../../classifier/training/recurrent/settings.ts';
import { MAX_TEXT_TOKENS } from '../../../../classifier/training/recurrent/share-training.ts';
import {
  type TrainingHooks,
  type TrainingStep,
  trainNetwork,
} from '../../../../classifier/training/recurrent/train-network.ts';
import {
  createTrainingState,
  type TrainingState,
} from '../../../../classifier/training/recurrent/training-state.ts';
import { createVocabulary } from '../../../../classifier/training/recurrent/vocabulary.ts';
import { TINY_SETTINGS, TINY_TEXTS } from '../../../helpers/tiny-recurrent.ts';

/** A last batch that is not full, and shards of different sizes. */
const SETTINGS: NetworkSettings = { ...TINY_SETTINGS, epochs: 3, batchSize: 10, wordDropout: 0.2 };

interface Training {
  texts?: readonly TrainingText[];
  settings?: NetworkSettings;
  seed?: number;
  numThreads?: number;
  /** Where to go on, else from the start. */
  state?: TrainingState;
  hooks?: TrainingHooks;
}

const start = (seed = 1, settings = SETTINGS, texts = TINY_TEXTS) => {
  const random = createRandom(seed);
  const words = texts.map((text) => text.words);
  const vocabulary = createVocabulary(words, undefined, settings, random);
  return { vocabulary, state: createTrainingState(vocabulary, settings, random) };
};

/** Trains on the small reviews, and gives the state at the end. */
async function train({
  texts = TINY_TEXTS,
  settings = SETTINGS,
  seed = 1,
  numThreads = 1,
  state,
  hooks = {},
}: Training = {}): Promise<TrainingState> {
  const { vocabulary, state: fresh } = start(seed, settings, texts);
  const reached = state ?? fresh;
  await trainNetwork({ texts }, vocabulary, settings, seed, reached, numThreads, hooks);
  return reached;
}

const first = await train();

describe('the same bytes come', () => {
  test('from the same seed, others from another', async () => {
    expect(await train()).toEqual(first);
    const other = await train({ seed: 2 });
    expect(other.weights).not.toEqual(first.weights);
    // From the same start too, as the order of the texts and what is left out differ.
    const { vocabulary, state } = start();
    await trainNetwork({ texts: TINY_TEXTS }, vocabulary, SETTINGS, 2, state, 1);
    expect(state.weights).not.toEqual(first.weights);
  });

  test.each([2, 3, 9])('with %i threads', async (numThreads) => {
    expect(await train({ numThreads })).toEqual(first);
  });

  test('from a training that goes on after an interruption', async () => {
    for (const numThreads of [1, 2]) {
      const saved: TrainingState[] = [];
      const hooks: TrainingHooks = {
        onEpoch(state) {
          saved.push(structuredClone(state));
          return 'stop';
        },
      };
      const stopped = await train({ numThreads, hooks });
      expect(saved).toEqual([stopped]);
      expect(stopped.epoch).toBe(1);
      expect(await train({ numThreads, state: saved[0]! })).toEqual(first);
    }
  });
});

describe('soft texts', () => {
  /** Each text with a little doubt about its label. */
  const soft = (weight: number) => ({
    texts: TINY_TEXTS.map(({ words, label }) => ({
      words,
      probabilities: Array.from({ length: 5 }, (_, k) => (k === label ? 0.8 : 0.05)),
    })),
    weight,
    minTexts: 1,
  });
  const trainSoft = async (weight: number, numThreads = 1): Promise<[TrainingState, TrainingStep[]]> => {
    const { vocabulary, state } = start();
    const steps: TrainingStep[] = [];
    const texts = { texts: TINY_TEXTS.slice(0, 8), soft: soft(weight) };
    const hooks: TrainingHooks = { onStep: (step) => steps.push(step) };
    await trainNetwork(texts, vocabulary, { ...SETTINGS, epochs: 8 }, 1, state, numThreads, hooks);
    return [state, steps];
  };

  test('are learned, and count as right where the most probable class is that of the teacher', async () => {
    const [, steps] = await trainSoft(1);
    expect(steps).toHaveLength(8 * 7); // 8 labelled and 56 soft texts are 7 batches
    expect(steps.at(-1)!.accuracy).toBeGreaterThan(0.5);
    // No loss is below the entropy of the teacher, 0.73, for the 7 of 8 texts that are soft.
    expect(steps.at(-1)!.loss).toBeGreaterThan(0.6);
    expect(steps.at(-1)!.loss).toBeLessThan(0.8 * steps[6]!.loss);
  });

  test('give the same bytes with 2 threads, and others with another weight', async () => {
    const [one] = await trainSoft(1);
    expect((await trainSoft(1, 2))[0]).toEqual(one);
    expect((await trainSoft(0.5))[0].weights).not.toEqual(one.weights);
  });

  test('of a single class are labelled texts', async () => {
    const labels = TINY_TEXTS.map(({ words, label }) => ({
      words,
      probabilities: Array.from({ length: 5 }, (_, k) => Number(k === label)),
    }));
    const { vocabulary, state } = start();
    const texts = { texts: [], soft: { texts: labels, weight: 1, minTexts: 1 } };
    await trainNetwork(texts, vocabulary, SETTINGS, 1, state, 1);
    expect(state).toEqual(first);
  });
});

describe('a training', () => {
  test('lowers the loss', async () => {
    const steps: TrainingStep[] = [];
    await train({ settings: { ...SETTINGS, epochs: 8 }, hooks: { onStep: (step) => steps.push(step) } });
    const [before, after] = [steps[5]!, steps.at(-1)!]; // at the ends of the first and the last epoch
    expect([before.epoch, after.epoch]).toEqual([0, 7]);
    expect(before.loss).toBeLessThan(2);
    expect(after.loss).toBeLessThan(0.7 * before.loss);
    expect(after.accuracy).toBeGreaterThan(0.5);
  });

  test('tells where it stands after each step and each epoch', async () => {
    const steps: TrainingStep[] = [];
    const epochs: number[] = [];
    const hooks: TrainingHooks = {
      onStep: (step) => steps.push(step),
      async onEpoch({ epoch }): Promise<'go on'> {
        epochs.push(epoch);
        return 'go on';
      },
    };
    await train({ hooks });
    // 56 texts are 6 batches.
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    expect(steps.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 18 }, (_, i) => Math.floor(i / 6)));
    for (const { numSteps, loss, accuracy } of steps) {
      expect(numSteps).toBe(18);
      expect(loss).toBeGreaterThan(0);
      expect(accuracy).toBeGreaterThanOrEqual(0);
      expect(accuracy).toBeLessThanOrEqual(1);
    }
    expect(epochs).toEqual([1, 2, 3]);
  });

  test('ends after the epoch at which it is told to stop', async () => {
    const epochs: number[] = [];
    const hooks: TrainingHooks = {
      onEpoch({ epoch }) {
        epochs.push(epoch);
        return epoch === 2 ? 'stop' : 'go on';
      },
    };
    const state = await train({ hooks });
    expect(epochs).toEqual([1, 2]);
    expect(state.epoch).toBe(2);
    expect(state.weights).not.toEqual(first.weights);
  });

  test('does nothing when all its epochs are done', async () => {
    const state = structuredClone(first);
    await train({ state });
    expect(state).toEqual(first);
  });

  test('hands on an error of its hooks', async () => {
    const onEpoch = (): never => {
      throw new Error('no space left');
    };
    await expect(train({ numThreads: 2, hooks: { onEpoch } })).rejects.toThrow('no space left');
  });

  test('moves the vectors of words and of pieces, and no others', async () => {
    const settings = { ...SETTINGS, epochs: 1, numSubwords: 4096 };
    const { vocabulary } = start(1, settings);
    const { vectors } = await train({ settings });
    const isMoved = (row: number): boolean =>
      vectors
        .subarray(row * settings.numDimensions, (row + 1) * settings.numDimensions)
        .some((number, i) => number !== vocabulary.vectors[row * settings.numDimensions + i]);
    const rows = Array.from({ length: vocabulary.numWords + 4096 }, (_, row) => row);
    expect(rows.slice(0, vocabulary.numWords).every(isMoved)).toBe(true);
    const subwords = rows.slice(vocabulary.numWords).filter(isMoved);
    expect(subwords.length).toBeGreaterThan(10);
    expect(subwords.length).toBeLessThan(300);
  });

  test(`reads the first ${MAX_TEXT_TOKENS} tokens of a text`, async () => {
    const settings = { ...SETTINGS, epochs: 1 };
    const longer = (length: number): TrainingText[] => [
      ...TINY_TEXTS,
      { words: Array.from({ length }, (_, i) => (i % 2 ? 'film' : 'superb')), label: 4, group: 'long' },
    ];
    const cut = await train({ settings, texts: longer(MAX_TEXT_TOKENS) });
    expect(await train({ settings, texts: longer(MAX_TEXT_TOKENS + 50) })).toEqual(cut);
    expect((await train({ settings, texts: longer(MAX_TEXT_TOKENS - 1) })).weights).not.toEqual(cut.weights);
  });
});
