import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { studyNegation } from '../../../../scripts/explore/negation/study.ts';
import type { AnnotatedSentence } from '../../../../scripts/explore/texts/annotate.ts';
import { makeSentence, repeat } from '../../../helpers/make-sentence.ts';

const study = (sentences: readonly AnnotatedSentence[]) => studyNegation(sentences, 1);

/*
 * "funny" alone has the labels 3, 3, 4, 4, 4, mean 3.6; "not funny" has 1, 1, 3, mean 5/3, each one token away.
 * So two of three uses are turned, and the mean shift is (2.6 + 2.6 + 0.6) / 3.
 */
const FUNNY = [
  ...repeat(2, 'funny/ADJ', 3),
  ...repeat(3, 'funny/ADJ', 4),
  ...repeat(2, 'not funny/ADJ', 1),
  ...repeat(1, 'not funny/ADJ', 3),
];
const NO_USE = { numWords: 0, numUses: 0, numTurned: 0, shareWithout: undefined };

test('an example worked by hand comes out', () => {
  const negation = study(FUNNY);
  expect(negation).toEqual({
    shareOfSentences: 3 / 8,
    shareByClass: [0, 1, 0, 1 / 3, 0],
    words: [{ word: 'funny', plain: 3.6, numPlain: 5, negated: expect.closeTo(5 / 3, 12), numNegated: 3 }],
    leaning: [{ word: 'funny', plain: 3.6, isSure: false }],
    byDistance: [{ distance: 1, count: 3, shift: expect.closeTo(5.8 / 3, 12) }],
    turned: {
      positive: { numWords: 1, numUses: 3, numTurned: 2, shareWithout: undefined },
      negative: NO_USE,
    },
    examples: [{ text: 'not funny', label: 1, word: 'funny', plain: 3.6 }],
  });
});

test('a negative word is turned upwards', () => {
  const { turned, byDistance } = study([
    ...repeat(5, 'bad/ADJ', 0),
    ...repeat(2, 'not so bad/ADJ', 3),
    ...repeat(1, 'not bad/ADJ', 2), // neutral is on neither side
  ]);
  expect(turned).toMatchObject({ positive: NO_USE, negative: { numWords: 1, numUses: 3, numTurned: 2 } });
  expect(byDistance).toEqual([
    { distance: 1, count: 1, shift: 2 },
    { distance: 2, count: 2, shift: 3 },
  ]);
});

test('of each place of a word the shortest text with the negation counts, and the shortest without', () => {
  const sentences = Array.from({ length: 5 }, () =>
    makeSentence('it is not really funny/ADJ at all', [
      ['*', 0],
      ['not really funny', 1],
      ['really funny', 4],
      ['funny', 3],
    ]),
  );
  expect(study(sentences).words).toEqual([
    { word: 'funny', plain: 3, numPlain: 5, negated: 1, numNegated: 5 },
  ]);
});

test('a word beyond the end of the clause is not negated', () => {
  const { words, turned } = study([...repeat(5, 'funny/ADJ', 4), ...repeat(3, 'not long , funny/ADJ', 4)]);
  expect(words).toEqual([]);
  expect(turned.positive.numUses).toBe(0);
});

test('words of grammar, names and negations themselves are not studied', () => {
  const tags = ['PRON', 'PROPN', 'ADV', 'X'];
  const sentences = tags.flatMap((tag) => [
    ...repeat(5, `word/${tag}`, 4),
    ...repeat(3, `not word/${tag}`, 0),
  ]);
  expect(study([...sentences, ...repeat(8, 'not nothing/NOUN', 0)]).words).toEqual([]);
});

test('a word met too rarely with or without a negation is left out', () => {
  const rarelyPlain = [...repeat(4, 'fun/NOUN', 4), ...repeat(3, 'no fun/NOUN', 0)];
  expect(study(rarelyPlain).words).toEqual([]);
  const rarelyNegated = [...repeat(5, 'fun/NOUN', 4), ...repeat(2, 'no fun/NOUN', 0)];
  expect(study(rarelyNegated)).toMatchObject({
    words: [],
    turned: { positive: { numUses: 2, numTurned: 2 } }, // though what became of it counts
  });
});

test('a word near neutral is compared, and turns nowhere', () => {
  const { words, turned, examples } = study([...repeat(5, 'film/NOUN', 2), ...repeat(3, 'no film/NOUN', 0)]);
  expect(words).toMatchObject([{ word: 'film', plain: 2, negated: 0 }]);
  expect([turned.positive.numUses, turned.negative.numUses, examples]).toEqual([0, 0, []]);
});

describe('whether a word leans by more than chance', () => {
  const isSureOf = (...sentences: AnnotatedSentence[]) =>
    Object.fromEntries(study(sentences).leaning.map(({ word, isSure }) => [word, isSure]));

  test('is sure of words that always lean, where others do not', () => {
    const neutral = Array.from({ length: 20 }, (_, i) => repeat(10, `film${i}/NOUN`, 2)).flat();
    expect(isSureOf(...repeat(10, 'good/ADJ', 4), ...repeat(10, 'bad/ADJ', 0), ...neutral)).toEqual({
      good: true,
      bad: true,
    });
  });

  test('is not sure of one of many words whose labels are drawn by lot', () => {
    const random = createRandom(3);
    const drawn = Array.from({ length: 400 }, (_, i) =>
      makeSentence(`word${i % 50}/ADJ`, [['*', Math.floor(5 * random())]]),
    );
    const leaning = isSureOf(...drawn);
    expect(Object.keys(leaning).length).toBeGreaterThan(5);
    expect(Object.values(leaning).filter(Boolean)).toEqual([]);
  });
});

test('a word is on the side of its other places, so that its own label does not find itself there', () => {
  /*
   * Six places of "even", three positive, three negative: each is among five others with a mean of 1.6 or 2.4, none
   * of which leans. Of "good" each has others of its own side.
   */
  const even = [...repeat(3, 'even/ADJ', 4), ...repeat(3, 'even/ADJ', 0), ...repeat(3, 'not even/ADJ', 0)];
  const good = [...repeat(6, 'good/ADJ', 4), ...repeat(2, 'not good/ADJ', 0)];
  expect(study([...even, ...good]).turned.positive).toMatchObject({ numWords: 1, numUses: 2 });
});

test('labels drawn by lot are turned as often without a negation as with one', () => {
  const random = createRandom(1);
  const drawn = Array.from({ length: 18_000 }, (_, i) =>
    makeSentence(`${i % 3 === 0 ? 'not' : 'so'} word${i % 599}/ADJ`, [['*', Math.floor(5 * random())]]),
  );
  const { positive } = study(drawn).turned;
  expect(positive.numUses).toBeGreaterThan(200);
  expect(Math.abs(positive.numTurned / positive.numUses - positive.shareWithout!)).toBeLessThan(0.1);
});

describe('what happens without a negation', () => {
  const shareOf = (...sentences: ReturnType<typeof repeat>[]) =>
    study([...repeat(20, 'good/ADJ', 4), ...sentences.flat()]).turned.positive.shareWithout;

  test('is told of texts as long as those with one', () => {
    // Of three tokens one of four texts is negative; that all texts of two and of four are does not count.
    const plain = [...repeat(3, 'so good/ADJ here', 4), ...repeat(1, 'so good/ADJ here', 1)];
    const otherLengths = [...repeat(2, 'so good/ADJ', 0), ...repeat(2, 'so good/ADJ here now', 0)];
    expect(shareOf(repeat(3, 'not that good/ADJ', 0), plain, otherLengths)).toBe(1 / 4);
  });

  test('is averaged over the lengths of the texts with one', () => {
    // Two of two tokens, where nothing is turned, and one of three, where all is.
    const plain = [...repeat(1, 'so good/ADJ', 4), ...repeat(1, 'so good/ADJ here', 1)];
    const negated = [...repeat(2, 'not good/ADJ', 0), ...repeat(1, 'not that good/ADJ', 0)];
    expect(shareOf(plain, negated)).toBeCloseTo(1 / 3, 12);
  });

  test('is told of the longer texts around a word too', () => {
    const around = makeSentence('so good/ADJ here', [
      ['*', 1],
      ['good', 4],
    ]);
    expect(shareOf([around], repeat(1, 'not that good/ADJ', 0))).toBe(1);
  });

  test('is not known where no text is as long', () => {
    expect(shareOf(repeat(3, 'not that good/ADJ', 0))).toBeUndefined();
  });
});

describe('the examples', () => {
  test('are the farthest turned, one a word', () => {
    const { examples } = study([
      ...repeat(5, 'good/ADJ', 3),
      ...repeat(1, 'not good/ADJ', 1),
      ...repeat(1, 'never any good/ADJ', 0),
      ...repeat(5, 'bad/ADJ', 0),
      ...repeat(1, 'not bad/ADJ', 4),
    ]);
    expect(examples.map(({ text, word }) => [text, word])).toEqual([
      ['not bad', 'bad'],
      ['never any good', 'good'],
    ]);
  });

  test('are of at most eight tokens, and the shorter of equal ones', () => {
    const plain = repeat(5, 'good/ADJ', 4);
    expect(study([...plain, ...repeat(1, 'no a b c good/ADJ d e f g', 0)]).examples).toEqual([]);
    const { examples } = study([
      ...plain,
      ...repeat(1, 'no a b c good/ADJ d e f', 0),
      ...repeat(1, 'no good/ADJ', 0),
    ]);
    expect(examples.map(({ text }) => text)).toEqual(['no good']);
  });

  test('are none of words that stayed on their side', () => {
    const { examples, turned } = study([...repeat(5, 'good/ADJ', 4), ...repeat(3, 'not only good/ADJ', 3)]);
    expect(turned.positive).toMatchObject({ numUses: 3, numTurned: 0 });
    expect(examples).toEqual([]);
  });
});

test('no sentences hold no negation', () => {
  expect(study([])).toEqual({
    shareOfSentences: 0,
    shareByClass: [0, 0, 0, 0, 0],
    words: [],
    leaning: [],
    byDistance: [],
    turned: { positive: NO_USE, negative: NO_USE },
    examples: [],
  });
});
