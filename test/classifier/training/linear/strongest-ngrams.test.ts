import { expect, test } from 'vitest';
import { buildFeatureTable } from '../../../../classifier/src/linear/feature-table.ts';
import { hashNegated, hashNgram } from '../../../../classifier/src/linear/hashes.ts';
import type { LinearArrays } from '../../../../classifier/src/linear/linear-arrays.ts';
import { findStrongestNgrams } from '../../../../classifier/training/linear/strongest-ngrams.ts';

const SETTINGS = { wordNgrams: 2, minCharacterNgram: 3, maxCharacterNgram: 5, negationScope: 1 };

/** The arrays of a model that holds these features alone, each with its five weights in units of `scales`. */
function modelOf(features: [hash: number, weights: number[]][], scales = [1, 1, 1, 1, 1]): LinearArrays {
  const sorted = features.toSorted(([a], [b]) => a - b);
  return {
    ...buildFeatureTable(Uint32Array.from(sorted, ([hash]) => hash)),
    weights: Int8Array.from(sorted.flatMap(([, weights]) => weights)),
    scales: Float32Array.from(scales),
    bias: new Float32Array(5),
    calibration: new Float32Array(0),
  };
}

/** The text in five sentences. */
const inFiveSentences = (text: string) =>
  ['a', 'b', 'c', 'd', 'e'].map((group) => ({ words: text.split(' '), group }));

test('strength is the weight of the class less the mean weight of the others', () => {
  const model = modelOf([[hashNgram(['good']), [-1, -3, 0, 8, 4]]], [1, 1, 1, 0.5, 1]);
  const { words } = findStrongestNgrams(inFiveSentences('good'), model, SETTINGS, 1);
  expect(words.map(([strong]) => strong)).toEqual(
    [-1 - 5 / 4, -3 - 7 / 4, 0 - 4 / 4, 4 - 0 / 4, 4 - 0 / 4].map((strength) => ({
      ngram: 'good',
      strength,
      numSentences: 5,
    })),
  );
});

test('the strongest come first, as many as asked for, in the alphabet’s order where equal', () => {
  const model = modelOf([
    [hashNgram(['nice']), [0, 0, 0, 0, 2]],
    [hashNgram(['fine']), [0, 0, 0, 0, 2]],
    [hashNgram(['very']), [0, 0, 0, 0, 1]],
    [hashNgram(['very', 'fine']), [0, 0, 0, 0, 3]],
  ]);
  const { words } = findStrongestNgrams(inFiveSentences('nice very fine'), model, SETTINGS, 3);
  expect(words[4]!.map(({ ngram }) => ngram)).toEqual(['very fine', 'fine', 'nice']);
});

test('n-grams of fewer than five sentences are left out, however often each has them', () => {
  const model = modelOf([
    [hashNgram(['good']), [0, 0, 0, 0, 1]],
    [hashNgram(['rare']), [0, 0, 0, 0, 9]],
  ]);
  const texts = [
    ...inFiveSentences('good').slice(0, 3),
    { words: ['rare', 'good', 'rare'], group: 'd' },
    { words: ['rare', 'rare', 'rare'], group: 'd' },
    { words: ['good'], group: 'e' },
  ];
  const { words } = findStrongestNgrams(texts, model, SETTINGS, 5);
  expect(words[4]).toEqual([{ ngram: 'good', strength: 1, numSentences: 5 }]);
});

test('n-grams that the model does not hold are left out', () => {
  const { words, negated } = findStrongestNgrams(inFiveSentences('not good'), modelOf([]), SETTINGS, 5);
  expect(words).toEqual([[], [], [], [], []]);
  expect(negated).toEqual([[], [], [], [], []]);
});

test('words in the reach of a negation are told apart from the same words elsewhere', () => {
  const model = modelOf([
    [hashNgram(['good']), [0, 0, 0, 0, 3]],
    [hashNegated('good'), [0, 4, 0, 0, 0]],
    [hashNegated('film'), [0, 9, 0, 0, 0]],
  ]);
  const { words, negated } = findStrongestNgrams(inFiveSentences('not good film'), model, SETTINGS, 5);
  expect(words[4]![0]).toEqual({ ngram: 'good', strength: 3, numSentences: 5 });
  expect(negated[1]).toEqual([{ ngram: 'good', strength: 4, numSentences: 5 }]); // "film" is out of reach
});
