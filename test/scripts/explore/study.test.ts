import { expect, test } from 'vitest';
import { SMALL_REVIEWS, SMALL_VECTORS, studyOf } from './small-study.ts';

test('a study tells of every part of the data', () => {
  const study = studyOf(SMALL_REVIEWS, [SMALL_VECTORS]);
  expect(study).toMatchObject({
    numTexts: 126,
    numSentences: 126,
    classes: [18, 36, 18, 36, 18],
    lengths: { longest: 7 },
    duplicates: { numRepeated: 0 },
    leakage: [{ split: 'text by text' }, { split: 'by sentence' }],
    negation: {
      shareOfSentences: expect.closeTo(1 / 3, 12),
      turned: { positive: { count: 18, numTurned: 18 } },
    },
    whyNegative: [{ word: 'funny' }, { word: 'lovely' }, { word: 'superb' }],
    wordMaps: [{ name: 'made' }],
  });
  expect(study.growth.points.at(-1)!.numSentences).toBe(126);
  expect(study.terms.nationality.map(({ term }) => term)).toEqual(['French']);
  expect(study.terms.verb.map(({ term }) => term)).toEqual(['like']);
  expect(study.terms.person).toEqual([]);
});

test('the same seed gives the same study, another one another', () => {
  expect(studyOf(SMALL_REVIEWS, [SMALL_VECTORS])).toEqual(studyOf(SMALL_REVIEWS, [SMALL_VECTORS]));
  expect(studyOf(SMALL_REVIEWS, [], 2)).not.toEqual(studyOf(SMALL_REVIEWS, []));
});

test('a source that knows too few of the words has no map', () => {
  const few = { ...SMALL_VECTORS, name: 'few', words: ['awful', 'b', 'c', 'd', 'e', 'f'] };
  const { wordMaps } = studyOf(SMALL_REVIEWS, [few, SMALL_VECTORS]);
  expect(wordMaps.map(({ name }) => name)).toEqual(['made']);
});
