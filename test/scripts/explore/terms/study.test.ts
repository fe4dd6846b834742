import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import {
  countTermKinds,
  listLargest,
  studyTerms,
  type Term,
  type TermKind,
} from '../../../../scripts/explore/terms/study.ts';
import type { AnnotatedSentence } from '../../../../scripts/explore/texts/annotate.ts';
import { makeSentence, repeat } from '../../../helpers/make-sentence.ts';

const countTerms = (sentences: readonly AnnotatedSentence[], kind: TermKind): Term[] =>
  studyTerms(sentences, kind, 1).terms;

test('texts are counted raw, and a sentence once for each class of its texts', () => {
  /*
   * In the first sentence three texts hold "funny", two of them positive; in the others one each. The text "film"
   * does not hold it.
   */
  const sentences = [
    makeSentence('a funny/ADJ film/NOUN', [
      ['*', 3],
      ['a funny', 4],
      ['funny', 4],
      ['film', 2],
    ]),
    ...repeat(2, 'funny/ADJ', 4),
  ];
  expect(countTerms(sentences, 'adjective')).toEqual([
    { term: 'funny', numTexts: [0, 0, 0, 1, 4], numSentences: [0, 0, 0, 1, 3], z: [0, 0, 0, 0, 0] },
  ]);
});

test('a term that stands in two sentences only is left out, however many texts hold it', () => {
  const twice = Array.from({ length: 2 }, () =>
    makeSentence('so rare/ADJ , rare/ADJ , rare/ADJ', [
      ['*', 3],
      ['so rare', 3],
      ['rare', 3],
    ]),
  );
  expect(countTerms([...twice, ...repeat(3, 'good/ADJ', 4)], 'adjective').map(({ term }) => term)).toEqual([
    'good',
  ]);
});

test('a term that stands twice in a text counts once in it', () => {
  const [term] = countTerms(repeat(3, 'good/ADJ and good/ADJ', 4), 'adjective');
  expect(term).toMatchObject({ numTexts: [0, 0, 0, 0, 3], numSentences: [0, 0, 0, 0, 3] });
});

test('adjectives and verbs are told apart, and marks are neither', () => {
  const sentences = repeat(3, 'moving/VERB , moving/ADJ ?/ADJ film/NOUN', 3);
  expect(countTerms(sentences, 'adjective').map(({ term }) => term)).toEqual(['moving']);
  expect(countTerms(sentences, 'verb').map(({ term }) => term)).toEqual(['moving']);
  expect(countTerms(repeat(3, 'film/NOUN', 3), 'verb')).toEqual([]);
});

test('a name counts in the texts that hold all of it, under its kind only', () => {
  const sentences = Array.from({ length: 3 }, () =>
    makeSentence(
      'Ann Lee in Paris',
      [
        ['*', 3],
        ['Ann', 2],
        ['in Paris', 1],
      ],
      [
        ['person', 'Ann Lee'],
        ['place', 'Paris'],
      ],
    ),
  );
  expect(countTerms(sentences, 'person')).toMatchObject([{ term: 'Ann Lee', numTexts: [0, 0, 0, 3, 0] }]);
  expect(countTerms(sentences, 'place')).toMatchObject([{ term: 'Paris', numTexts: [0, 3, 0, 3, 0] }]);
  expect(countTerms(sentences, 'organization')).toEqual([]);
  expect(countTerms(sentences, 'adjective')).toEqual([]);
});

test('the log-odds follow the sentences, so that many texts of one sentence do not win', () => {
  // "loud" has 40 positive texts of 4 sentences, and 4 sentences with a negative text: it is even.
  const parts = Array.from({ length: 10 }, (): [string, number] => ['loud', 4]);
  const loud = Array.from({ length: 4 }, () => makeSentence('so loud/ADJ', [['*', 0], ...parts]));
  const terms = countTerms([...loud, ...repeat(30, 'good/ADJ', 4), ...repeat(30, 'bad/ADJ', 0)], 'adjective');
  const zOf = (name: string) => terms.find(({ term }) => term === name)!.z;
  expect(terms[0]!.term).toBe('loud');
  expect(Math.abs(zOf('loud')[4]!)).toBeLessThan(0.1);
  expect(zOf('good')[4]).toBeGreaterThan(1.96);
  expect(zOf('bad')[4]).toBeLessThan(-1.96);
});

test('the most frequent comes first, of equals the first by the alphabet', () => {
  const terms = countTerms(
    [...repeat(3, 'b/ADJ', 0), ...repeat(3, 'a/ADJ', 1), ...repeat(4, 'c/ADJ', 2)],
    'adjective',
  );
  expect(terms.map(({ term }) => term)).toEqual(['c', 'a', 'b']);
});

test('names of what every object has are terms like others', () => {
  const names = ['constructor', '__proto__', 'toString'];
  const terms = countTerms(
    names.flatMap((name) => repeat(3, `${name}/ADJ`, 4)),
    'adjective',
  );
  expect(terms.map(({ term }) => term).sort()).toEqual(names.toSorted());
});

describe('what may be chance', () => {
  /** Sentences with twenty words, each in ten of them, of which `share` speak for their side. */
  const wordsOf = (share: number) =>
    Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 10 }, (_, k) => {
        const isTelling = i < 20 * share;
        return makeSentence(`word${i}/ADJ`, [['*', isTelling ? (i % 2) * 4 : ((i + k) % 2) * 4]]);
      }),
    ).flat();
  const numCharacteristic = (sentences: readonly AnnotatedSentence[], seed = 1) => {
    const { terms, criticalZ } = studyTerms(sentences, 'adjective', seed);
    return terms.filter(({ z }) => Math.max(...z) > criticalZ).length;
  };

  test('is not told of words that always stand in one class', () => {
    expect(numCharacteristic(wordsOf(0.2))).toBe(4);
  });

  test('is told of words that stand in all classes alike', () => {
    expect(numCharacteristic(wordsOf(0))).toBe(0);
  });

  test('is in one of twenty data sets beyond what shuffled labels bring about, where labels are drawn by lot', () => {
    const random = createRandom(1);
    const found = Array.from({ length: 40 }, () => {
      const sentences = Array.from({ length: 60 }, (_, i) =>
        makeSentence(`word${i % 15}/ADJ`, [['*', Math.floor(5 * random())]]),
      );
      return numCharacteristic(sentences);
    });
    // Two are expected; eight or more of forty would have a probability below 0.001.
    expect(found.filter((number) => number > 0).length).toBeLessThan(8);
  });

  test('depends on the seed alone', () => {
    const zOf = (seed: number) => studyTerms(wordsOf(0.2), 'adjective', seed).criticalZ;
    expect(zOf(1)).toBe(zOf(1));
    // Few numbers are possible of so few texts.
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(zOf)).size).toBeGreaterThan(1);
  });

  test('is nothing where there are no terms', () => {
    expect(studyTerms([], 'verb', 1)).toEqual({ terms: [], criticalZ: 0 });
  });
});

test('a list has the eight largest values above 0, of equal ones the first by the alphabet', () => {
  const terms = 'j i h g f e d c b a'
    .split(' ')
    .map((term, i) => ({ term, numTexts: [i < 2 ? 5 : i], numSentences: [], z: [] }));
  const listed = listLargest(terms, ({ numTexts }) => numTexts[0]! - 2);
  expect(listed.map(({ term }) => term).join(' ')).toBe('a b c d e i j f');
});

test('terms of texts without labels are those of three sentences, the most frequent first', () => {
  const sentences = [
    ...repeat(3, 'dull/ADJ', 0),
    ...repeat(4, 'funny/ADJ', 0),
    ...repeat(2, 'rare/ADJ', 0),
    makeSentence('so dull/ADJ', [
      ['*', 0],
      ['dull', 0],
    ]),
    ...Array.from({ length: 3 }, () => makeSentence('Allen plays/VERB', [['*', 0]], [['person', 'Allen']])),
  ];
  expect(countTermKinds(sentences)).toEqual({
    person: [{ term: 'Allen', numTexts: 3 }],
    place: [],
    organization: [],
    nationality: [],
    adjective: [
      { term: 'dull', numTexts: 5 },
      { term: 'funny', numTexts: 4 },
    ],
    verb: [{ term: 'plays', numTexts: 3 }],
  });
});
