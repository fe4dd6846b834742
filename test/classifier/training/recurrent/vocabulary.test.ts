import { describe, expect, test } from 'vitest';
import { subwordsOf } from '../../../../classifier/src/recurrent/word-vectors.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import {
  createVocabulary,
  type PretrainedVectors,
  type Vocabulary,
} from '../../../../classifier/training/recurrent/vocabulary.ts';

const SIZES = { maxWords: 6, numSubwords: 16, numDimensions: 2 };
const TEXTS = [['good', 'zorblax', 'good'], [], ['bad']];
const PRETRAINED: PretrainedVectors = {
  numDimensions: 2,
  words: ['the', 'good', 'fine', 'bad', 'of', 'poor'],
  vectors: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
};
const create = (sizes = SIZES, pretrained: PretrainedVectors | undefined = PRETRAINED, seed = 1) =>
  createVocabulary(TEXTS, pretrained, sizes, createRandom(seed));

/** A row of the vectors. */
const vectorAt = ({ vectors }: Vocabulary, row: number): number[] => [
  ...vectors.subarray(2 * row, 2 * row + 2),
];
const vectorOf = (vocabulary: Vocabulary, word: string): number[] =>
  vectorAt(vocabulary, vocabulary.rowOf.get(word)!);

describe('the words', () => {
  test('are those of the texts as they come, then the most frequent others', () => {
    const { rowOf, numWords } = create();
    expect([...rowOf]).toEqual(
      [...['good', 'zorblax', 'bad', 'the', 'fine', 'of'].entries()].map(([i, word]) => [word, i]),
    );
    expect(numWords).toBe(6);
  });

  test('are all those of the texts, even above the limit', () => {
    expect([...create({ ...SIZES, maxWords: 2 }).rowOf.keys()]).toEqual(['good', 'zorblax', 'bad']);
  });

  test('are those of the texts alone where no vectors are given, or no more of them', () => {
    expect([...createVocabulary(TEXTS, undefined, SIZES, createRandom(1)).rowOf.keys()]).toEqual([
      'good',
      'zorblax',
      'bad',
    ]);
    expect(create({ ...SIZES, maxWords: 100 }).numWords).toBe(7);
  });
});

describe('the words of soft texts', () => {
  test('come between those of labelled texts and the pretrained ones, up to the limit', () => {
    const words = (maxWords: number) => [
      ...createVocabulary(TEXTS, PRETRAINED, { ...SIZES, maxWords }, createRandom(1), [
        'movie',
        'good',
        'plot',
      ]).rowOf.keys(),
    ];
    expect(words(6)).toEqual(['good', 'zorblax', 'bad', 'movie', 'plot', 'the']);
    expect(words(4)).toEqual(['good', 'zorblax', 'bad', 'movie']);
  });
});

describe('a word starts', () => {
  test('from its pretrained vector', () => {
    const vocabulary = create();
    expect(vectorOf(vocabulary, 'good')).toEqual([3, 4]);
    expect(vectorOf(vocabulary, 'bad')).toEqual([7, 8]);
    expect(vectorOf(vocabulary, 'of')).toEqual([9, 10]);
  });

  test('from small random numbers where it has none, the same for the same seed', () => {
    const vector = vectorOf(create(), 'zorblax');
    for (const number of vector) expect(Math.abs(number)).toBeLessThanOrEqual(0.25);
    expect(vector[0]).not.toBe(vector[1]);
    expect(vectorOf(create(), 'zorblax')).toEqual(vector);
    expect(vectorOf(create(SIZES, PRETRAINED, 2), 'zorblax')).not.toEqual(vector);
  });
});

describe('a piece starts', () => {
  /** The mean of the vectors of words, each as often as it holds the piece. */
  function expectMeans(vocabulary: Vocabulary, words: readonly string[]): void {
    const { numWords, numSubwords, vectors } = vocabulary;
    expect(vectors).toHaveLength(2 * (numWords + numSubwords));
    for (let piece = 0; piece < numSubwords; piece++) {
      const uses = words.flatMap((word) =>
        subwordsOf(word, numSubwords)
          .filter((found) => found === piece)
          .map(() => vectorOf(vocabulary, word)),
      );
      for (const i of [0, 1]) {
        const expected = uses.reduce((sum, vector) => sum + vector[i]!, 0) / Math.max(1, uses.length);
        expect(vectorAt(vocabulary, numWords + piece)[i]).toBeCloseTo(expected, 5);
      }
    }
  }

  test('from the mean of the pretrained vectors of the words that hold it', () => {
    expectMeans(create(), ['good', 'bad', 'the', 'fine', 'of']);
  });

  test('from the mean of random vectors where all are', () => {
    expectMeans(createVocabulary(TEXTS, undefined, SIZES, createRandom(1)), ['good', 'zorblax', 'bad']);
  });

  test('from 0 where no word holds it', () => {
    const vocabulary = create({ ...SIZES, numSubwords: 4096 });
    const used = new Set([...vocabulary.rowOf.keys()].flatMap((word) => subwordsOf(word, 4096)));
    for (let piece = 0; piece < 4096; piece++) {
      if (!used.has(piece)) expect(vectorAt(vocabulary, vocabulary.numWords + piece)).toEqual([0, 0]);
    }
    expect(used.size).toBeLessThan(100);
  });
});

test('the vectors lie in memory that threads share', () => {
  expect(create().vectors.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test('pretrained vectors of another number of dimensions are refused', () => {
  expect(() => create({ ...SIZES, numDimensions: 4 })).toThrow(
    'the vectors to start from have 2 numbers a word; numDimensions is 4',
  );
});
