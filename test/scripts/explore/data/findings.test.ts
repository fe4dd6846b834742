import { describe, expect, test } from 'vitest';
import {
  adviseOnClasses,
  adviseOnDuplicates,
  adviseOnLeakage,
  adviseOnLengths,
  adviseOnVocabulary,
  describeClasses,
  describeDuplicates,
  describeGrowth,
  describeLeakage,
  describeLengths,
  describeNearDuplicates,
} from '../../../../scripts/explore/data/findings.ts';
import type { Leakage } from '../../../../scripts/explore/data/leakage.ts';
import type { Unit } from '../../../../scripts/explore/texts/unit.ts';

describe('the classes', () => {
  test('are told by the largest and the smallest', () => {
    expect(describeClasses([5, 20, 51, 20, 4])).toBe('51 % of the texts are neutral, 4.0 % positive');
  });

  test('may be empty but for one', () => {
    expect(describeClasses([0, 0, 0, 0, 7])).toBe('All texts are positive');
    expect(adviseOnClasses([0, 0, 0, 0, 7])).toMatch(/^there is nothing to tell apart/);
  });

  test('without texts are not spoken of', () => {
    expect(describeClasses([3, 0, 0, 0, 7])).toBe('70 % of the texts are positive, 30 % negative');
    expect(describeClasses([5, 0, 0, 0, 5])).toBe('Each of 2 classes has about 50 % of the texts');
    expect(adviseOnClasses([3, 0, 0, 0, 7])).toMatch(/ macro-F1 too, which counts all 2 alike/);
    expect(adviseOnClasses([5, 0, 0, 0, 5])).toMatch(/^the classes are about even/);
  });

  test('are even where none is twice as large as another, and else accuracy rewards the largest', () => {
    expect(adviseOnClasses([19, 10, 10, 10, 10])).toMatch(/^the classes are about even/);
    expect(adviseOnClasses([20, 10, 10, 10, 10])).toMatch(/^accuracy rewards the largest class/);
  });

  test('of about one size have no largest', () => {
    expect(describeClasses([1001, 1000, 1000, 1000, 999])).toBe('Each class has about 20 % of the texts');
    expect(describeClasses([3, 3, 3, 3, 3])).toBe('Each class has about 20 % of the texts');
  });
});

describe('the lengths', () => {
  const lengthsOf = (...bins: [name: string, numTexts: number[]][]) => ({
    median: 1,
    percentile95: 1,
    longest: 1,
    bins: bins.map(([name, numTexts]) => ({ name, numTexts })),
  });
  const describeBins = (...bins: Parameters<typeof lengthsOf>) => describeLengths(lengthsOf(...bins));

  test('are told by the class whose share differs most between the shortest and the longest', () => {
    expect(describeBins(['1', [1, 0, 3, 0, 0]], ['2', [9, 0, 0, 0, 0]], ['17–32', [1, 1, 1, 0, 0]])).toBe(
      '75 % of texts of 1 token are neutral, 33 % of those of 17–32',
    );
    expect(describeBins(['3–4', [1, 0, 0, 0, 1]], ['5–8', [4, 0, 0, 0, 1]])).toBe(
      '50 % of texts of 3–4 tokens are negative, 80 % of those of 5–8',
    );
  });

  test('may all be one', () => {
    expect(describeBins(['5–8', [1, 0, 0, 0, 0]])).toBe('All texts have about one length: 5–8 tokens');
    expect(describeBins(['1', [1, 0, 0, 0, 0]])).toBe('All texts have about one length: 1 token');
  });

  test('may be none', () => {
    expect(describeBins()).toBe('No text holds a word or a mark');
  });

  test('tell something of the class where the shortest and the longest differ by 10 %', () => {
    const bins = (neutral: number) =>
      lengthsOf(['1', [50, 0, 50, 0, 0]], ['2', [100 - neutral, 0, neutral, 0, 0]]);
    expect(adviseOnLengths(bins(59), 'sentence')).toBe('the length tells little of the class.');
    expect(adviseOnLengths(bins(61), 'sentence')).toMatch(
      /^the length alone tells something .* whole sentences/,
    );
    expect(adviseOnLengths(bins(39), 'text')).toMatch(
      /^the length alone tells something .* long texts apart/,
    );
    expect(adviseOnLengths(lengthsOf(['1', [1, 0, 0, 0, 0]]), 'text')).toMatch(/^of texts of another length/);
    expect(adviseOnLengths(lengthsOf(), 'text')).toMatch(/^of texts of another length/);
  });
});

describe('the vocabulary', () => {
  const growthOf = (numSentences: number, numWords: number, shareNew = 0.061) => ({
    points: [
      { numSentences: 0, numWords: 0 },
      { numSentences, numWords },
    ],
    shareNew,
    shareOnce: 0,
  });
  const describePoint = (numSentences: number, numWords: number, unit: Unit = 'sentence') =>
    describeGrowth(growthOf(numSentences, numWords), unit);

  test('is told by its size and by what is still new', () => {
    expect(describePoint(8529, 15_000)).toBe(
      '8,529 sentences hold 15,000 words, and 6.1 % of the words of the last tenth were new',
    );
  });

  test('may be of one word of one sentence', () => {
    expect(describePoint(1, 1)).toMatch(/^1 sentence holds 1 word, and /);
    expect(describePoint(1, 1, 'text')).toMatch(/^1 text holds 1 word, and /);
  });

  test('is about known where fewer than 1 % of the words are new', () => {
    expect(adviseOnVocabulary(growthOf(9, 9, 0.01))).toMatch(/^unknown words keep coming/);
    expect(adviseOnVocabulary(growthOf(9, 9, 0.009))).toMatch(/ few unknown words\.$/);
  });
});

describe('the duplicates', () => {
  const duplicatesOf = (numRepeated: number, numConflicts: number) => ({
    numRepeated,
    numShared: numRepeated,
    conflicts: Array.from({ length: numConflicts }, (_, i) => ({
      normal: String(i),
      numTexts: [1, 1, 0, 0, 0],
    })),
    bestAccuracy: 0.983,
  });
  const describeConflicts = (numRepeated: number, numConflicts: number) =>
    describeDuplicates(100, duplicatesOf(numRepeated, numConflicts));

  test('are told by their share, and by how many sets contradict themselves', () => {
    expect([0, 1, 2].map((numConflicts) => describeConflicts(12, numConflicts))).toEqual([
      '12 % of the texts equal another one, ignoring case and spelling; of 12 texts that others repeat, 0 % have more than one label',
      '12 % of the texts equal another one, ignoring case and spelling; of 12 texts that others repeat, 8.3 % have more than one label',
      '12 % of the texts equal another one, ignoring case and spelling; of 12 texts that others repeat, 17 % have more than one label',
    ]);
  });

  test('may be none', () => {
    expect(describeConflicts(0, 0)).toBe('No text repeats another');
  });

  test('may be near ones', () => {
    expect(describeNearDuplicates(100, 0)).toMatch(/^No text is a near-duplicate of another/);
    expect(describeNearDuplicates(100, 12)).toMatch(/^12 % of the texts are near-duplicates of others/);
  });

  test('tell how sure the labels are', () => {
    expect(adviseOnDuplicates(duplicatesOf(0, 0))).toMatch(
      /^labels contradict each other nowhere, so nothing/,
    );
    expect(adviseOnDuplicates(duplicatesOf(3, 0))).toMatch(
      / have the same label each time, so the labels look sure/,
    );
    expect(adviseOnDuplicates(duplicatesOf(3, 1))).toMatch(
      / another one in 33 % of cases: .* may still get 98 % right here\.$/,
    );
  });
});

describe('the leakage', () => {
  const halves = (random: number, bySentence: number): Leakage[] => [
    { split: 'text by text', shareOverlapping: random, memoryAccuracy: 0.6, majorityAccuracy: 0.5 },
    { split: 'group by group', shareOverlapping: bySentence, memoryAccuracy: 0.52, majorityAccuracy: 0.5 },
  ];

  test('of a random split is told beside that by sentence', () => {
    expect(describeLeakage(halves(0.97, 0.12), 'sentence')).toBe(
      'A random split leaks: 97 % of one half’s texts overlap within their sentence with a text of the other, or repeat one (12 % when split by sentence), and a lookup table gets 60 % right, the largest class 50 %',
    );
  });

  test('of texts without sentences is one of texts that repeat', () => {
    expect(describeLeakage(halves(0.3, 0.12), 'text')).toMatch(
      /^A random split leaks: 30 % of one half’s texts also stand in the other \(12 % if equal texts are kept together\)/,
    );
    expect(describeLeakage(halves(0.1, 0.1), 'text')).toMatch(
      /^A random split leaks about as much as one with equal texts together: 10 % /,
    );
    expect(describeLeakage(halves(0.018, 0), 'text')).toBe(
      'A random split leaks little: 1.8 % of one half’s texts also stand in the other (0 % if equal texts are kept together)',
    );
  });

  test('may leave memory no better than the largest class', () => {
    const [random, bySentence] = halves(0.97, 0.12) as [Leakage, Leakage];
    expect(describeLeakage([{ ...random, memoryAccuracy: 0.5 }, bySentence], 'sentence')).toMatch(
      /, though a lookup table gets 50 % right, the largest class 50 %$/,
    );
  });

  test('is none where both are alike to 5 %', () => {
    expect(describeLeakage(halves(0.16, 0.12), 'sentence')).toMatch(
      /^A random split leaks about as much as one by sentence: 16 % .* \(12 % when/,
    );
    expect(describeLeakage(halves(0.18, 0.12), 'sentence')).toMatch(/^A random split leaks: /);
  });

  test('decides what to do about it', () => {
    expect(adviseOnLeakage(halves(0.97, 0.12), 'sentence')).toMatch(
      /^phrases of one sentence belong on the same/,
    );
    expect(adviseOnLeakage(halves(0.3, 0.12), 'text')).toMatch(/^equal texts belong on the same/);
    expect(adviseOnLeakage(halves(0.12, 0.12), 'text')).toMatch(
      /^a random split is no worse than another, but /,
    );
    expect(adviseOnLeakage(halves(0.04, 0.04), 'text')).toBe(
      'a random split of these texts measures what it should.',
    );
  });

  test('is not said to be none where there are near-duplicates', () => {
    expect(adviseOnLeakage(halves(0.018, 0), 'text', 31)).toMatch(
      /^equal texts spoil a random split little; near-duplicates .* keep them on one side/,
    );
  });
});
