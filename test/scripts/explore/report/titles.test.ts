import { describe, expect, test } from 'vitest';
import type { Leakage } from '../../../../scripts/explore/measures/leakage.ts';
import type { Negation } from '../../../../scripts/explore/measures/negation.ts';
import type { Term } from '../../../../scripts/explore/measures/terms.ts';
import type { WhyNegative } from '../../../../scripts/explore/measures/why-negative.ts';
import type { WordMap } from '../../../../scripts/explore/measures/word-map.ts';
import {
  describeClasses,
  describeDuplicates,
  describeFrequency,
  describeGrowth,
  describeLeakage,
  describeLengths,
  describeNegation,
  describeNegationByClass,
  describeTerms,
  describeWhyNegative,
  describeWordMap,
  describeWordMaps,
} from '../../../../scripts/explore/report/titles.ts';

describe('the classes', () => {
  test('are told by the largest and the smallest', () => {
    expect(describeClasses([5, 20, 51, 20, 4])).toBe('51 % of the texts are neutral, 4.0 % positive');
  });

  test('may be empty but for one', () => {
    expect(describeClasses([0, 0, 0, 0, 7])).toBe('100 % of the texts are positive, 0 % negative');
  });

  test('of about one size have no largest', () => {
    expect(describeClasses([1001, 1000, 1000, 1000, 999])).toBe('Each class has about 20 % of the texts');
    expect(describeClasses([3, 3, 3, 3, 3])).toBe('Each class has about 20 % of the texts');
  });
});

describe('the lengths', () => {
  const describeBins = (...bins: [name: string, numTexts: number[]][]) =>
    describeLengths({
      median: 1,
      percentile95: 1,
      longest: 1,
      bins: bins.map(([name, numTexts]) => ({ name, numTexts })),
    });

  test('are told by how neutral the shortest and the longest are', () => {
    expect(describeBins(['1', [1, 0, 3, 0, 0]], ['2', [9, 0, 0, 0, 0]], ['17–32', [1, 1, 1, 0, 0]])).toBe(
      '75 % of texts of 1 token are neutral, 33 % of those of 17–32',
    );
    expect(describeBins(['3–4', [1, 0, 1, 0, 0]], ['5–8', [1, 0, 0, 0, 0]])).toBe(
      '50 % of texts of 3–4 tokens are neutral, 0 % of those of 5–8',
    );
  });

  test('may all be one', () => {
    expect(describeBins(['5–8', [1, 0, 0, 0, 0]])).toBe('All texts have about one length: 5–8 tokens');
    expect(describeBins(['1', [1, 0, 0, 0, 0]])).toBe('All texts have about one length: 1 token');
  });

  test('may be none', () => {
    expect(describeBins()).toBe('No text holds a word or a mark');
  });
});

describe('the vocabulary', () => {
  const describePoint = (numSentences: number, numWords: number) =>
    describeGrowth({
      points: [
        { numSentences: 0, numWords: 0 },
        { numSentences, numWords },
      ],
      shareNew: 0.061,
      shareOnce: 0,
    });

  test('is told by its size and by what is still new', () => {
    expect(describePoint(8529, 15_000)).toBe(
      '8,529 sentences hold 15,000 words, and 6.1 % of the words of the last tenth were new',
    );
  });

  test('may be of one word of one sentence', () => {
    expect(describePoint(1, 1)).toMatch(/^1 sentence holds 1 word, and /);
  });
});

describe('the duplicates', () => {
  const describeConflicts = (numRepeated: number, numConflicts: number) =>
    describeDuplicates(100, {
      numRepeated,
      numShared: numRepeated,
      conflicts: Array.from({ length: numConflicts }, (_, i) => ({
        normal: String(i),
        numTexts: [1, 1, 0, 0, 0],
      })),
      bestAccuracy: 1,
    });

  test('are told by their share, and by how many sets contradict themselves', () => {
    expect([0, 1, 2].map((numConflicts) => describeConflicts(12, numConflicts))).toEqual([
      '12 % of the texts repeat another one but for case and spelling, and 0 such sets are labelled in two ways',
      '12 % of the texts repeat another one but for case and spelling, and 1 such set is labelled in two ways',
      '12 % of the texts repeat another one but for case and spelling, and 2 such sets are labelled in two ways',
    ]);
  });

  test('may be none', () => {
    expect(describeConflicts(0, 0)).toBe('No text repeats another');
  });
});

describe('the leakage', () => {
  const halves = (random: number, bySentence: number): Leakage[] => [
    { split: 'text by text', shareOverlapping: random, memoryAccuracy: 0.6, majorityAccuracy: 0.5 },
    { split: 'by sentence', shareOverlapping: bySentence, memoryAccuracy: 0.52, majorityAccuracy: 0.5 },
  ];

  test('of a split text by text is told beside that by sentence', () => {
    expect(describeLeakage(halves(0.97, 0.12))).toBe(
      'A split text by text leaks: 97 % of one half’s texts share words with a text of the other (12 % when split by sentence), and memory alone gets 60 % right, the largest class 50 %',
    );
  });

  test('may leave memory no better than the largest class', () => {
    const [random, bySentence] = halves(0.97, 0.12) as [Leakage, Leakage];
    expect(describeLeakage([{ ...random, memoryAccuracy: 0.5 }, bySentence])).toMatch(
      /, though memory alone gets 50 % right, the largest class 50 %$/,
    );
  });

  test('is none where both are alike to 5 %', () => {
    expect(describeLeakage(halves(0.16, 0.12))).toMatch(
      /^A split text by text leaks no more than one by sentence: 16 % .* \(12 % when/,
    );
    expect(describeLeakage(halves(0.18, 0.12))).toMatch(/^A split text by text leaks: /);
  });
});

/** A term with texts and z of each class. */
const term = (name: string, numTexts: number[], z: number[]): Term => ({
  term: name,
  numTexts,
  numSentences: numTexts,
  z,
});
const NONE = [0, 0, 0, 0, 0];

describe('the terms of a kind', () => {
  test('may be none', () => {
    expect(describeTerms('person', [])).toBe('No people stand in three sentences or more');
  });

  test('are told by the strongest of the two classes that have the strongest', () => {
    const terms = [
      term('dull', NONE, [5, 3, 0, 0, -4]),
      term('good', NONE, [-5, 0, 0, 2, 6]),
      term('great', NONE, [-5, 0, 0, 2, 4]),
      ...Array.from({ length: 17 }, (_, i) => term(`t${i}`, NONE, NONE)),
    ];
    expect(describeTerms('adjective', terms)).toBe(
      '6 of 100 pairs of 20 adjectives and 5 classes stand out, most of all “good” for positive and “dull” for negative',
    );
  });

  test('may stand out in one class only', () => {
    expect(describeTerms('verb', [term('run', NONE, [0, 0, 0, 0, 3])])).toBe(
      '1 of 5 pairs of 1 verbs and 5 classes stand out, most of all “run” for positive',
    );
  });

  test('that stand out no more often than by chance tell nothing', () => {
    const terms = Array.from({ length: 16 }, (_, i) =>
      term(`t${i}`, NONE, [0, 0, 0, 0, i < 2 ? 1.97 : 1.96]),
    );
    expect(describeTerms('place', terms)).toBe(
      'Which places a text holds tells nothing of its class: 2 of 80 pairs of 16 places and 5 classes stand out, and chance alone would bring some 2 about',
    );
    expect(describeTerms('organization', terms.slice(2))).toMatch(/: 0 of 70 pairs of 14 organizations /);
  });
});

describe('the frequency of terms', () => {
  test('may be told of none', () => {
    expect(describeFrequency('adjective', [])).toBe(
      'There are too few adjectives to say which are characteristic',
    );
  });

  test('misleads where the most frequent one is not the most characteristic', () => {
    const terms = [
      term('good', [9, 9, 9, 9, 1], [-2, -3, 0, 2, 1]),
      term('bad', [5, 1, 0, 0, 0], [1, 6.04, -1, -3, -4]),
      term('great', [0, 0, 0, 3, 8], [-2, -1, -1, 1, 5]),
    ];
    // Negative, and somewhat negative, where "good" speaks least for the class.
    expect(describeFrequency('adjective', terms)).toBe(
      'Frequency misleads: in 2 of 5 classes the most frequent adjective is not the most characteristic one; of somewhat negative texts they are “good” (z −3.0) and “bad” (z 6.0)',
    );
  });

  test('tells what is characteristic where it does', () => {
    const terms = [0, 1, 2, 3, 4].map((k) => term(`t${k}`, NONE.with(k, 5), NONE.with(k, 2)));
    expect(describeFrequency('verb', terms)).toBe(
      'Frequency tells what is characteristic: in each class the most frequent verb is the most characteristic one',
    );
  });

  test('is asked for only in classes that have such terms', () => {
    const terms = [
      term('good', [1, 0, 0, 0, 9], [-2, -1e-16, 0, 1e-16, 2]),
      term('bad', [9, 0, 0, 0, 1], [2, 1e-16, 0, -1e-16, -2]),
    ];
    expect(describeFrequency('adjective', terms)).toMatch(/^Frequency tells what is characteristic: /);
    expect(
      describeFrequency('adjective', [...terms, term('odd', [20, 0, 0, 0, 0], [1, 0, 0, 0, 0])]),
    ).toMatch(
      /^Frequency misleads: in 1 of 2 classes .* of negative texts they are “odd” \(z 1\.0\) and “bad” \(z 2\.0\)$/,
    );
  });
});

/** What is found of negations in texts without any. */
const NO_NEGATION: Negation = {
  shareOfSentences: 0,
  shareByClass: NONE,
  words: [],
  byDistance: [],
  turned: { positive: { count: 0, numTurned: 0 }, negative: { count: 0, numTurned: 0 } },
  examples: [],
};

describe('a negation', () => {
  const turned = (positive: [number, number], negative: [number, number]) =>
    describeNegation({
      ...NO_NEGATION,
      turned: {
        positive: { numTurned: positive[0], count: positive[1] },
        negative: { numTurned: negative[0], count: negative[1] },
      },
    });

  test('is told by how often it turns each side', () => {
    expect(turned([500, 1000], [1, 8])).toBe(
      'A negation turns 50 % (of 1,000) of positive words to the negative side, and 13 % (of 8) of negative words to the positive one',
    );
  });

  test('may have words of one side only', () => {
    expect(turned([0, 4], [0, 0])).toBe(
      'A negation turns 0 % (of 4) of positive words to the negative side, and none (of none) of negative words to the positive one',
    );
  });

  test('may reach no word that leans', () => {
    expect(turned([0, 0], [0, 0])).toBe(
      'No word that leans to a side by itself was found in the reach of a negation',
    );
  });

  test('is told of sentences and of the class that has most', () => {
    const shareByClass = [0.3, 0.31, 0.1, 0.2, 0.05];
    expect(describeNegationByClass({ ...NO_NEGATION, shareOfSentences: 0.251, shareByClass })).toBe(
      '25 % of the sentences hold a negation; of somewhat negative texts 31 % do, most of all',
    );
  });

  test('may stand in no sentence', () => {
    expect(describeNegationByClass(NO_NEGATION)).toBe('No sentence holds a negation');
  });
});

describe('why a positive word stands in negative texts', () => {
  const study = (
    negated: number,
    unfulfilled: number,
    contrast: number,
    outweighed: number,
  ): WhyNegative => ({
    word: 'funny',
    plain: 3,
    numNegative: negated + unfulfilled + contrast + outweighed,
    numPositive: 1,
    reasons: {
      negated: { count: negated, examples: [] },
      unfulfilled: { count: unfulfilled, examples: [] },
      contrast: { count: contrast, examples: [] },
      outweighed: { count: outweighed, examples: [] },
    },
  });

  test('is told of the most frequent word, the most frequent reason first', () => {
    expect(describeWhyNegative([study(2, 5, 1, 2), study(9, 9, 9, 9)])).toBe(
      '“funny” is positive, and yet in 10 sentences a negative text holds it: in 50 % it is wanted, tried, limited or compared, in 20 % a negation reaches it, in 20 % other words outweigh it, in 10 % a “but” or its like takes it back',
    );
  });

  test('leaves out reasons that no sentence has', () => {
    expect(describeWhyNegative([study(0, 0, 1, 0)])).toBe(
      '“funny” is positive, and yet in 1 sentence a negative text holds it: in 100 % a “but” or its like takes it back',
    );
  });

  test('is not asked for where none does', () => {
    expect(describeWhyNegative([])).toBe('No word that is positive by itself stands in a negative text');
  });
});

describe('maps of words', () => {
  const map = (
    name: string,
    sameSide: number,
    oppositeSides: number,
    ...pairs: (number | undefined)[]
  ): WordMap => ({
    name,
    words: [],
    sameSide,
    oppositeSides,
    pairs,
  });
  const GLOVE = map('wink', 0.3, 0.25, 0.68, 0.77);
  const TRAINED = map('recurrent', 0.4, 0.1, -0.2, undefined);

  test('tell each of its cosines, and of the test pairs that it knows', () => {
    expect(describeWordMap(GLOVE)).toBe(
      'wink: two words of one side have a cosine of 0.30, of opposite sides 0.25; happy–sad 0.68, good–bad 0.77',
    );
    expect(describeWordMap(TRAINED)).toMatch(/of opposite sides 0\.10; happy–sad −0\.20$/);
    expect(describeWordMap(map('own', 0.5, -0.5, undefined, undefined))).toMatch(/of opposite sides −0\.50$/);
  });

  test('are compared with the one that holds the sides farthest apart', () => {
    expect(describeWordMaps([GLOVE, TRAINED])).toBe(
      'The recurrent vectors hold words of opposite sides 0.30 farther apart than words of one side (wink 0.05); happy–sad there: −0.20 (recurrent), 0.68 (wink)',
    );
  });

  test('may be one', () => {
    expect(describeWordMaps([GLOVE])).toBe(
      'The wink vectors hold words of opposite sides 0.05 farther apart than words of one side; happy–sad there: 0.68 (wink)',
    );
  });

  test('tell no pair that the first does not know, and a dash for one that another does not', () => {
    const without = map('own', 0.9, 0, undefined, 0.1);
    expect(describeWordMaps([without, GLOVE])).toMatch(/ \(wink 0\.05\)$/);
    expect(describeWordMaps([TRAINED, map('own', 0.2, 0.1, undefined, 1)])).toMatch(
      /there: −0\.20 \(recurrent\), – \(own\)$/,
    );
  });

  test('may hold no sides apart', () => {
    expect(describeWordMaps([map('a', 0.1, 0.3), map('b', 0.2, 0.2)])).toBe(
      'No vectors hold words of opposite sides farther apart than words of one side (b 0.00, a −0.20)',
    );
  });

  test('may be none', () => {
    expect(describeWordMaps([])).toBe('Too few of the words that speak for a side have vectors to map them');
  });
});
