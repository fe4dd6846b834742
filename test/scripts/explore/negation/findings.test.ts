import { describe, expect, test } from 'vitest';
import {
  adviseOnNegation,
  chooseWhyNegative,
  describeNegation,
  describeNegationByClass,
  describeWhyNegative,
} from '../../../../scripts/explore/negation/findings.ts';
import type { Negation } from '../../../../scripts/explore/negation/study.ts';
import type { Turned } from '../../../../scripts/explore/negation/turned.ts';
import type { WhyNegative } from '../../../../scripts/explore/negation/why-negative.ts';

const NO_USE: Turned = { numWords: 0, numUses: 0, numTurned: 0, shareWithout: undefined };
/** What is found of negations in texts without any. */
const NO_NEGATION: Negation = {
  shareOfSentences: 0,
  shareByClass: [0, 0, 0, 0, 0],
  words: [],
  leaning: [],
  byDistance: [],
  turned: { positive: NO_USE, negative: NO_USE },
  examples: [],
};
const negationOf = (positive: Turned, negative: Turned = NO_USE): Negation => ({
  ...NO_NEGATION,
  shareOfSentences: 0.2,
  turned: { positive, negative },
});

describe('a negation', () => {
  test('is told by how often it turns each side, and how often that side is turned without it', () => {
    const positive = { numWords: 200, numUses: 1000, numTurned: 500, shareWithout: 0.07 };
    const negative = { numWords: 1, numUses: 8, numTurned: 1, shareWithout: undefined };
    expect(describeNegation(negationOf(positive, negative), 'sentence')).toBe(
      'A negation turns 50 % of 1,000 uses of 200 positive words to the negative side (without one 7.0 %, in texts as long) and 13 % of 8 uses of 1 negative word to the positive side',
    );
  });

  test('may have words of one side only', () => {
    const used = { numWords: 3, numUses: 4, numTurned: 0, shareWithout: undefined };
    expect(describeNegation(negationOf(used), 'sentence')).toBe(
      'A negation turns no more words than chance does: 0 % of 4 uses of 3 positive words to the negative side',
    );
    expect(describeNegation(negationOf(NO_USE, used), 'sentence')).toBe(
      'A negation turns no more words than chance does: 0 % of 4 uses of 3 negative words to the positive side',
    );
  });

  test('may reach too few words that lean', () => {
    expect(describeNegation(negationOf(NO_USE), 'sentence')).toMatch(/^Too few words that lean to a side /);
  });

  test('is told of sentences or texts, and of the class that has most', () => {
    const negation = { ...NO_NEGATION, shareOfSentences: 0.251, shareByClass: [0.3, 0.31, 0.1, 0.2, 0.05] };
    expect(describeNegationByClass(negation, 'sentence')).toBe(
      '25 % of the sentences hold a negation; of somewhat negative ones 31 % do, most of all',
    );
    expect(describeNegationByClass(negation, 'text')).toMatch(/^25 % of the texts hold a negation; /);
  });

  test('may stand nowhere', () => {
    expect(describeNegationByClass(NO_NEGATION, 'sentence')).toBe('No sentence holds a negation');
    expect(describeNegation(NO_NEGATION, 'text')).toBe('No text holds a negation');
  });

  test('is worth a feature where it turns more words than are turned without it', () => {
    const turned = (numTurned: number, shareWithout?: number) =>
      negationOf({ numWords: 9, numUses: 100, numTurned, shareWithout });
    expect(adviseOnNegation(turned(20, 0.05))).toMatch(/^single words are not enough/);
    expect(adviseOnNegation(turned(20, 0.15))).toMatch(/^negations turn few words here/);
    expect(adviseOnNegation(turned(20))).toMatch(/^single words are not enough/);
    // Of nine uses three could be turned by chance.
    expect(
      adviseOnNegation(negationOf({ numWords: 9, numUses: 9, numTurned: 3, shareWithout: 0.01 })),
    ).toMatch(/^negations turn few words here, or too few to tell/);
    expect(adviseOnNegation(NO_NEGATION)).toMatch(/^what a negation does must be learnt from other data/);
  });
});

describe('why a positive word stands in negative texts', () => {
  const study = (
    word: string,
    [negated, unfulfilled, contrast]: [number, number, number],
    shareOfNegative = 0.009,
  ): WhyNegative => ({
    word,
    plain: 3,
    numNegative: 10,
    shareOfNegative,
    shareOfPositive: 0.0231,
    reasons: {
      negated: { share: negated, shareOfPositive: 0.021, examples: [] },
      unfulfilled: { share: unfulfilled, shareOfPositive: 0.14, examples: [] },
      contrast: { share: contrast, shareOfPositive: 0.5, examples: [] },
      unexplained: { share: 1 - negated - unfulfilled - contrast, shareOfPositive: 0.7, examples: [] },
    },
  });

  test('is told with its share of both sides, the most frequent reason first', () => {
    expect(describeWhyNegative([study('good', [0.2, 0.5, 0.1])], 'sentence')).toBe(
      '“good” has a mean label of 3.0 by itself, and is rarer in negative texts than in positive ones (9.0 of 1,000 against 23); of 10 sentences in which a negative text holds it, in 50 % it is wanted, tried, limited or compared (where a positive one does, 14 %), in 20 % a negation reaches it (2.1 %) and in 10 % a “but” or its like takes it back (50 %)',
    );
  });

  test('is told of "funny" where that was studied, else of the first', () => {
    const [good, funny] = [study('good', [0.9, 0, 0]), study('funny', [1, 0, 0])];
    expect(chooseWhyNegative([good, funny])).toBe(funny);
    expect(chooseWhyNegative([good])).toBe(good);
    expect(describeWhyNegative([good, funny], 'sentence')).toMatch(
      /^“funny” has a mean label of 3\.0 by itself/,
    );
  });

  test('leaves out reasons that no text has', () => {
    expect(describeWhyNegative([study('good', [0, 0, 1], 0.03)], 'text')).toBe(
      '“good” has a mean label of 3.0 by itself, and is no rarer in negative texts than in positive ones (30 of 1,000 against 23); of 10 negative texts that hold it, in 100 % a “but” or its like takes it back (where a positive one does, 50 %)',
    );
  });

  test('may be what no rule says', () => {
    expect(describeWhyNegative([study('good', [0, 0, 0])], 'sentence')).toMatch(
      /, no rule of this report says why$/,
    );
  });

  test('is not asked for where none does', () => {
    expect(describeWhyNegative([], 'sentence')).toMatch(/^No word that is positive beyond chance/);
  });
});
