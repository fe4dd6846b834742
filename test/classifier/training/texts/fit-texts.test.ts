import { describe, expect, test } from 'vitest';
import { findFeature } from '../../../../classifier/src/linear/feature-table.ts';
import { hashNgram } from '../../../../classifier/src/linear/hashes.ts';
import { combineOpinions } from '../../../../classifier/src/text/opinion-pool.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { fitTexts } from '../../../../classifier/training/texts/fit-texts.ts';
import { buildPolarityMatrix } from '../../../../classifier/training/texts/polarity-features.ts';
import type { ReadSentence, ReadText } from '../../../../classifier/training/texts/read-text.ts';
import {
  countFewParameters,
  createTextLoss,
  packTexts,
} from '../../../../classifier/training/texts/text-loss.ts';

const NUM_CLASSES = 5;
const NO_POLARITY = { sum: 0, count: 0 };

/** A sentence that leans to a class, without a word. */
function leaning(to: number, random: () => number): ReadSentence {
  const p = Float64Array.from({ length: NUM_CLASSES }, (_, k) => 0.2 + random() + (k === to ? 2 : 0));
  const sum = p.reduce((total, value) => total + value, 0);
  return { words: [], probabilities: p.map((value) => value / sum) };
}

/** Texts of which the last sentence tells the label. */
function makeTexts(count: number): ReadText[] {
  const random = createRandom(1);
  return Array.from({ length: count }, (_, i) => {
    const label = [0, 1, 3, 4][i % 4]!;
    const others = Array.from({ length: 1 + (i % 3) }, () =>
      leaning(Math.floor(random() * NUM_CLASSES), random),
    );
    return { sentences: [...others, leaning(label, random)], labels: [label] };
  });
}

/** Texts of which a word tells the side, and nothing else does. */
function makeWorded(count: number, isSided = false): ReadText[] {
  const even = new Float64Array(NUM_CLASSES).fill(1 / NUM_CLASSES);
  return Array.from({ length: count }, (_, i) => {
    const isPositive = i % 2 === 0;
    const words = [isPositive ? 'reliable' : 'leaks', 'the', 'kettle', `number${i}`];
    const sentences = [words, ['i', 'bought', 'it']].map((words) => ({ words, probabilities: even }));
    const labels = isPositive ? [3, 4] : [0, 1];
    return { sentences, labels: isSided ? labels : [labels[i % 3 === 0 ? 0 : 1]!] };
  });
}

const read = (sentences: readonly ReadSentence[], settings: Parameters<typeof combineOpinions>[1]) =>
  combineOpinions(
    sentences.map(({ probabilities }) => ({ probabilities, polarity: NO_POLARITY })),
    settings,
  );

describe('the loss of texts', () => {
  test('has the gradient that finite differences give', () => {
    const texts = [...makeTexts(8), ...makeWorded(16), ...makeWorded(6, true)];
    const matrix = buildPolarityMatrix(texts.map(({ sentences }) => sentences));
    const numParameters = countFewParameters(NUM_CLASSES) + matrix.hashes.length;
    expect(matrix.hashes.length).toBeGreaterThan(4);
    const weightsOfTexts = texts.map((_, i) => (1 + (i % 2)) / texts.length);
    const loss = createTextLoss(
      packTexts(texts, weightsOfTexts, NUM_CLASSES),
      matrix,
      Float64Array.from({ length: numParameters }, (_, j) => 0.01 + j / 1000),
    );
    const weights = Float64Array.from({ length: numParameters }, (_, j) => Math.sin(j + 1));
    const gradient = new Float64Array(numParameters);
    loss(weights, gradient);
    const scratch = new Float64Array(numParameters);
    for (let j = 0; j < numParameters; j++) {
      const at = (step: number): number => loss(weights.with(j, weights[j]! + step), scratch);
      expect(gradient[j]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
  });
});

describe('the n-grams of texts', () => {
  test('are those that stand in eight texts, counted, by the root of their number', () => {
    const sentence = (...words: string[]) => [{ words }];
    const texts = [
      ...Array.from({ length: 8 }, () => sentence('a', 'a')),
      ...Array.from({ length: 7 }, () => sentence('b')),
    ];
    const { hashes, rowStarts, values, scales, numTexts } = buildPolarityMatrix(texts);
    const ngrams = [['a'], ['a', 'a'], ['<s>', 'a'], ['a', '</s>']].map(hashNgram);
    expect([...hashes]).toEqual(ngrams.sort((a, b) => a - b));
    expect([...numTexts]).toEqual([8, 8, 8, 8]);
    expect(scales[0]).toBeCloseTo(Math.log(1 + 15 / 8), 12);
    expect([...rowStarts.subarray(0, 3)]).toEqual([0, 4, 8]);
    expect(rowStarts.at(-1)).toBe(32);
    // "a" twice, of the five n-grams: a, a, a a, and those with the ends.
    const counts = [...values.subarray(0, 4)].map((value) => (value * Math.sqrt(5)) / scales[0]!);
    expect(counts.map(Math.round).sort()).toEqual([1, 1, 1, 2]);
  });
});

describe('fitTexts', () => {
  test('finds that the last sentence tells the label', () => {
    const texts = makeTexts(200);
    const { settings } = fitTexts(texts, NUM_CLASSES, 1);
    expect(settings.last).toBeGreaterThan(settings.first + 0.5);
    const isRight = ({ sentences, labels }: ReadText): boolean => {
      const p = read(sentences, settings);
      return p.indexOf(Math.max(...p)) === labels[0];
    };
    expect(texts.filter(isRight).length).toBeGreaterThan(140);
  });

  test.each([
    ['labels', false],
    ['sides', true],
  ])('learns from %s what words say', (_, isSided) => {
    const { hashes, rangeStarts, weights } = fitTexts(makeWorded(60, isSided), NUM_CLASSES, 1).polarity;
    const weightOf = (word: string): number =>
      weights[findFeature({ hashes, rangeStarts }, hashNgram([word]))]!;
    expect(weightOf('reliable')).toBeGreaterThan(50);
    expect(weightOf('leaks')).toBeLessThan(-50);
    expect(Math.abs(weightOf('kettle'))).toBeLessThan(20);
  });

  test('gives the same for the same texts and seed, and tells each step', () => {
    const texts = makeTexts(20);
    const steps: number[] = [];
    const fitted = fitTexts(texts, NUM_CLASSES, 3, (step) => steps.push(step));
    expect(fitTexts(texts, NUM_CLASSES, 3)).toEqual(fitted);
    expect(steps.at(-1)).toBe(steps.length);
  });

  test('keeps texts of neutral sentences neutral, though no text of the data is', () => {
    const neutral = { words: [], probabilities: Float64Array.of(0.05, 0.1, 0.7, 0.1, 0.05) };
    const texts = makeTexts(100).map((text) => ({ ...text, sentences: [neutral, ...text.sentences] }));
    const p = read([neutral, neutral], fitTexts(texts, NUM_CLASSES, 1).settings);
    expect(p.indexOf(Math.max(...p))).toBe(2);
  });

  test('takes a scale without a middle', () => {
    const sentence = (...p: number[]) => ({ words: [], probabilities: Float64Array.from(p) });
    const texts = [
      { sentences: [sentence(0.8, 0.2), sentence(0.4, 0.6)], labels: [0] },
      { sentences: [sentence(0.1, 0.9), sentence(0.6, 0.4)], labels: [1] },
    ];
    expect(fitTexts(texts, 2, 1).settings.bias).toHaveLength(2);
  });

  test('refuses texts of one sentence alone', () => {
    const texts = [{ sentences: [{ words: [], probabilities: Float64Array.of(0.5, 0.5) }], labels: [0] }];
    expect(() => fitTexts(texts, 2, 1)).toThrow(new RangeError('no text has several sentences'));
  });
});
