import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import {
  SKIP_GRAM_DEFAULTS,
  type SkipGramSettings,
} from '../../../../classifier/training/skip-gram/settings.ts';
import {
  type SkipGramStep,
  type SkipGramVectors,
  trainSkipGram,
} from '../../../../classifier/training/skip-gram/train-skip-gram.ts';
import { cosine } from '../../../../scripts/word-vectors/word-vector-table.ts';

/** Each kind of sentence is about its own things; within a kind the words of a list can stand for each other. */
const TEMPLATES = [
  { subjects: ['cat', 'dog', 'hamster'], rest: ['eats', 'its', 'food'] },
  { subjects: ['stock', 'bond', 'share'], rest: ['rose', 'in', 'price'] },
];
const random = createRandom(1);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
const SENTENCES = Array.from({ length: 120 }, () => {
  const { subjects, rest } = pick(TEMPLATES);
  return ['the', pick(subjects), ...rest];
});

/** A last batch that is not full, shards of different sizes, and no word left out, as all are frequent. */
const SETTINGS: SkipGramSettings = {
  ...SKIP_GRAM_DEFAULTS,
  numDimensions: 10,
  minCount: 1,
  subsampling: 1,
  epochs: 12,
  batchSize: 14,
  learningRate: 0.1,
};

const train = (
  change: Partial<SkipGramSettings> = {},
  { seed = 1, numThreads = 1, sentences = SENTENCES as readonly string[][] } = {},
  onStep?: (step: SkipGramStep) => void,
): Promise<SkipGramVectors> => trainSkipGram(sentences, { ...SETTINGS, ...change }, seed, numThreads, onStep);

const first = await train();

describe('the same bytes come', () => {
  test('from the same seed, others from another', async () => {
    expect(await train()).toEqual(first);
    expect((await train({}, { seed: 2 })).vectors).not.toEqual(first.vectors);
  });

  test.each([2, 3])('with %i threads', async (numThreads) => {
    expect(await train({}, { numThreads })).toEqual(first);
  });
});

describe('a training', () => {
  test('gives each word a vector of finite numbers', () => {
    expect(first.words[0]).toBe('the');
    expect(first.words.toSorted()).toEqual(
      ['the', ...TEMPLATES.flatMap(({ subjects, rest }) => [...subjects, ...rest])].sort(),
    );
    expect(first.vectors).toHaveLength(first.words.length * first.numDimensions);
    expect(first.vectors.every((number) => Number.isFinite(number) && number !== 0)).toBe(true);
  });

  test('lowers the loss, and tells it after each step', async () => {
    const steps: SkipGramStep[] = [];
    await train({}, {}, (step) => steps.push(step));
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 108 }, (_, i) => i + 1));
    const ends = steps.filter(({ step }) => step % 9 === 0); // 120 sentences are 9 batches
    expect(ends.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    // Six targets at log 2 each before anything is learned, a little less where a negative is the context.
    expect(steps[0]!.loss).toBeGreaterThan(3.4);
    expect(steps[0]!.loss).toBeLessThan(6 * Math.log(2));
    expect(ends.at(-1)!.loss).toBeLessThan(0.8 * ends[0]!.loss);
    expect(steps[0]!.numSteps).toBe(108);
  });

  test('makes words that can stand for each other neighbors', () => {
    const table = { name: 'tiny', ...first };
    for (const { subjects } of TEMPLATES) {
      const [a, b, c] = subjects as [string, string, string];
      const others = TEMPLATES.flatMap((template) => template.subjects).filter(
        (word) => !subjects.includes(word),
      );
      for (const other of others) {
        for (const near of [b, c])
          expect(cosine(table, a, near)).toBeGreaterThan(cosine(table, a, other) + 0.3);
      }
    }
  });

  test('leaves out words that do not stand there often enough, and sentences of one word', async () => {
    const sentences = [...SENTENCES, ['the', 'unicorn', 'eats'], ['unicorn'], ['the'], []];
    const trained = await train({ minCount: 3 }, { sentences });
    expect(trained.words).not.toContain('unicorn');
    const without = await train({ minCount: 3 }, { sentences: [...SENTENCES, ['the', 'eats'], ['the']] });
    expect(trained).toEqual(without);
  });

  test('tells no loss of an epoch before its first pair of words', async () => {
    const losses: number[] = [];
    // Of a text of one word the share is 1, so that it is kept once in 1000 times.
    const sentences = [['so', 'so', 'so']];
    await train({ subsampling: 1e-6, epochs: 3 }, { sentences }, ({ loss }) => losses.push(loss));
    expect(losses).toEqual([NaN, NaN, NaN]);
  });
});

describe('a continuous bag of words', () => {
  const cbow = { architecture: 'cbow', epochs: 30 } as const;

  test('gives the same bytes with any number of threads, others than skip-gram', async () => {
    const trained = await train(cbow);
    expect(await train(cbow, { numThreads: 2 })).toEqual(trained);
    expect((await train({ ...cbow, architecture: 'skip-gram' })).vectors).not.toEqual(trained.vectors);
  });

  test('lowers the loss, and makes words that can stand for each other neighbors', async () => {
    const losses: number[] = [];
    const table = { name: 'tiny', ...(await train(cbow, {}, ({ loss }) => losses.push(loss))) };
    expect(losses.at(-1)).toBeLessThan(0.8 * losses[8]!);
    const [[a, b], [other]] = TEMPLATES.map(({ subjects }) => subjects) as [string[], string[]];
    expect(cosine(table, a!, b!)).toBeGreaterThan(cosine(table, a!, other!) + 0.3);
  });
});

describe('refused are', () => {
  test.each<[Partial<SkipGramSettings>, string]>([
    [{ numDimensions: 0 }, 'setting numDimensions is 0, expected a whole number from 1'],
    [{ window: 1.5 }, 'setting window is 1.5, expected a whole number from 1'],
    [{ numNegatives: -1 }, 'setting numNegatives is -1'],
    [{ minCount: Number.NaN }, 'setting minCount is NaN'],
    [{ epochs: 0 }, 'setting epochs is 0'],
    [{ batchSize: 0 }, 'setting batchSize is 0'],
    [{ subsampling: 0 }, 'setting subsampling is 0, expected a number above 0'],
    [
      { learningRate: Number.POSITIVE_INFINITY },
      'setting learningRate is Infinity, expected a number above 0',
    ],
    [{ minCount: 1000 }, 'no word occurs 1000 times in the texts'],
  ])('the settings %o', async (change, problem) => {
    await expect(train(change)).rejects.toThrow(problem);
    await expect(train(change)).rejects.toMatchObject({ code: 'SETTINGS' });
  });

  test('sentences without two words that have a vector', async () => {
    const sentences = [['good'], ['good', 'film'], ['good']];
    await expect(train({ minCount: 2 }, { sentences })).rejects.toThrow(
      'none of 3 sentences has two words that occur 2 times in the texts',
    );
  });
});
