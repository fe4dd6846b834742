import { expect, test } from 'vitest';
import { findingsOf } from '../../../scripts/explore/compose-report.ts';
import { normalize } from '../../../scripts/explore/data/duplicates.ts';
import { studyTexts } from '../../../scripts/explore/study.ts';
import { annotate } from '../../../scripts/explore/texts/annotate.ts';
import { SMALL_REVIEWS, SMALL_VECTORS, studyOf } from '../../helpers/small-study.ts';

test('a study tells of every part of the data', () => {
  const study = studyOf(SMALL_REVIEWS, [SMALL_VECTORS]);
  expect(study).toMatchObject({
    numTexts: 126,
    unit: 'text',
    numUnits: 126,
    classes: [18, 36, 18, 36, 18],
    lengths: { longest: 7 },
    duplicates: { numRepeated: 0 },
    numNear: 0,
    leakage: [{ split: 'text by text' }, { split: 'group by group' }],
    sides: {
      negation: {
        shareOfSentences: expect.closeTo(1 / 3, 12),
        turned: { positive: { numUses: 18, numTurned: 18 } },
      },
      whyNegative: [{ word: 'funny' }, { word: 'superb' }],
      wordMaps: [{ name: 'made' }],
    },
  });
  expect(study.growth.points.at(-1)!.numSentences).toBe(126);
  expect(study.terms.nationality.terms.map(({ term }) => term)).toEqual(['French']);
  expect(study.terms.verb.terms.map(({ term }) => term)).toEqual(['like']);
  expect(study.terms.person.terms).toEqual([]);
});

test('texts that are parts of others make sentences of these', () => {
  const texts = ['a good film', 'good'].map((text, i) => ({ text, label: 3, group: '1', line: i }));
  const parts = studyTexts(normalize(texts), annotate(texts), [], 1);
  expect(parts).toMatchObject({ unit: 'sentence', numTexts: 2, numUnits: 1, numNear: undefined });
  const equal = texts.map((text) => ({ ...text, text: 'good' }));
  const repeated = studyTexts(normalize(equal), annotate(equal), [], 1);
  expect(repeated).toMatchObject({ unit: 'text', numTexts: 2, numUnits: 1, numNear: 2 });
});

test('the same seed gives the same study, another one another', () => {
  expect(studyOf(SMALL_REVIEWS, [SMALL_VECTORS])).toEqual(studyOf(SMALL_REVIEWS, [SMALL_VECTORS]));
  expect(studyOf(SMALL_REVIEWS, [], 2)).not.toEqual(studyOf(SMALL_REVIEWS, []));
});

test('a source that knows too few of the words has no map', () => {
  const few = { ...SMALL_VECTORS, name: 'few', words: ['awful', 'b', 'c', 'd', 'e', 'f'] };
  const { sides } = studyOf(SMALL_REVIEWS, [few, SMALL_VECTORS]);
  expect(sides!.wordMaps.map(({ name }) => name)).toEqual(['made']);
});

test('of other classes than the five sentiments it tells no sides, and counts those that there are', () => {
  const texts = SMALL_REVIEWS.map(([text], i) => ({ text, label: i % 3, group: String(i), line: i + 2 }));
  const labels = { names: ['books', 'films', 'music'], isScale: false };
  const study = studyTexts(normalize(texts), annotate(texts), [SMALL_VECTORS], 1, labels);
  expect(study).not.toHaveProperty('sides');
  expect(study.classes).toHaveLength(3);
  expect(study.terms.adjective.terms[0]!.z).toHaveLength(3);
  const findings = findingsOf(study);
  expect(findings).toHaveLength(3);
  expect(findings[0]).toMatch(/books|films|music|Each class/);
});
