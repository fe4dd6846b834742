import { expect, test } from 'vitest';
import { assignFolds } from '../../../../classifier/training/data/split.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { measureLeakage } from '../../../../scripts/explore/data/leakage.ts';
import type { AnnotatedSentence } from '../../../../scripts/explore/texts/annotate.ts';
import { makeSentence } from '../../../helpers/make-sentence.ts';

/** Sentences that share no word, each with four phrases of its own label. */
const APART: AnnotatedSentence[] = Array.from({ length: 40 }, (_, i) =>
  makeSentence(`a${i} b${i} c${i} d${i}`, [
    ['*', i % 5],
    [`a${i} b${i} c${i}`, i % 5],
    [`b${i} c${i} d${i}`, i % 5],
    [`b${i} c${i}`, i % 5],
  ]),
);

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

test('phrases leak text by text, and not by sentence', () => {
  const [random, bySentence] = measureLeakage(APART, 1);
  expect(random).toMatchObject({ split: 'text by text' });
  expect(random!.shareOverlapping).toBeGreaterThan(0.8); // 7 of 8 on average, that all others are known or asked for
  expect(random!.memoryAccuracy).toBeGreaterThan(0.8);
  expect(random!.majorityAccuracy).toBeLessThan(0.5);
  expect(bySentence).toMatchObject({ split: 'group by group', shareOverlapping: 0 });
  expect(bySentence!.memoryAccuracy).toBe(bySentence!.majorityAccuracy);
});

test('two texts of one sentence give each other away where their labels agree', () => {
  const alike = makeSentence('a b', [
    ['*', 3],
    ['b', 3],
  ]);
  const [random, bySentence] = measureLeakage([alike], 1);
  expect(random).toMatchObject({ shareOverlapping: 1, memoryAccuracy: 1, majorityAccuracy: 1 });
  // One sentence stands in one half; nothing is left to be asked for.
  expect(bySentence).toMatchObject({ shareOverlapping: 0, memoryAccuracy: 0, majorityAccuracy: 0 });
  const different = makeSentence('a b', [
    ['*', 3],
    ['b', 1],
  ]);
  expect(measureLeakage([different], 1)[0]).toMatchObject({ shareOverlapping: 1, memoryAccuracy: 0 });
});

test('parts of one sentence that share no word give nothing away', () => {
  const apart = makeSentence('a b', [
    ['a', 3],
    ['b', 3],
  ]);
  expect(measureLeakage([apart], 1)[0]).toMatchObject({ shareOverlapping: 0, memoryAccuracy: 1 }); // by the majority
});

test('a text that stands in the other half too is remembered, though its sentence is another', () => {
  const twins = ['x', 'y'].map((word) => makeSentence(`good ${word}`, [['good', 4]]));
  expect(measureLeakage(twins, 1)).toEqual([
    { split: 'text by text', shareOverlapping: 1, memoryAccuracy: 1, majorityAccuracy: 1 },
    { split: 'group by group', shareOverlapping: 1, memoryAccuracy: 1, majorityAccuracy: 1 },
  ]);
});

test('of several known texts the one that overlaps most is remembered', () => {
  /*
   * Of three texts of one sentence, two are known. `a b c d e` and `a b c d` (label 3) share 4 of 5 tokens; with
   * `d e` (label 1) they share 2 of 5 and 1 of 5. So each of the two is remembered by the other, `d e` by neither.
   */
  const phrases: [string, number][] = [
    ['d e', 1],
    ['a b c d e', 3],
    ['a b c d', 3],
  ];
  for (const order of [phrases, phrases.toReversed()]) {
    const sentence = makeSentence('a b c d e', order);
    const asked = SEEDS.map((seed) => {
      const halves = assignFolds(['0 0', '0 1', '0 2'], 2, createRandom(seed));
      return order[halves.indexOf(1)]![1];
    });
    expect(new Set(asked)).toEqual(new Set([1, 3]));
    expect(SEEDS.map((seed) => measureLeakage([sentence], seed)[0]!.memoryAccuracy)).toEqual(
      asked.map((label) => (label === 3 ? 1 : 0)),
    );
  }
});

test('the same seed gives the same halves, another one others', () => {
  expect(measureLeakage(APART, 1)).toEqual(measureLeakage(APART, 1));
  expect(measureLeakage(APART, 2)).not.toEqual(measureLeakage(APART, 1));
});

test('one text alone, and none, leave nothing to be asked for', () => {
  for (const sentences of [[makeSentence('a', [['*', 0]])], []]) {
    for (const { shareOverlapping, memoryAccuracy, majorityAccuracy } of measureLeakage(sentences, 1)) {
      expect([shareOverlapping, memoryAccuracy, majorityAccuracy]).toEqual([0, 0, 0]);
    }
  }
});
