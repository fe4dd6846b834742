import { describe, expect, test } from 'vitest';
import {
  adviseOnNames,
  adviseOnWords,
  describeFrequency,
  describeTerms,
} from '../../../../scripts/explore/terms/findings.ts';
import type { Term, TermKind, TermStudy } from '../../../../scripts/explore/terms/study.ts';

/** A term with texts and z of each class. */
const term = (name: string, numTexts: number[], z: number[]): Term => ({
  term: name,
  numTexts,
  numSentences: numTexts,
  z,
});
const NONE = [0, 0, 0, 0, 0];
const study = (criticalZ: number, ...terms: Term[]): TermStudy => ({ terms, criticalZ });

describe('the terms of a kind', () => {
  test('may be none', () => {
    expect(describeTerms('person', study(0), 'sentence')).toBe('No person stands in three sentences or more');
    expect(describeTerms('verb', study(0), 'text')).toBe('No verb stands in three texts or more');
  });

  test('are told by the two that are most characteristic', () => {
    const terms = [
      term('dull', NONE, [5, 4, 0, 0, -4]),
      term('good', NONE, [-5, 0, 0, 2, 6]),
      term('great', NONE, [-5, 0, 0, 4.5, 4]),
      term('even', NONE, [0, 0, 3, 0, 0]),
    ];
    expect(describeTerms('adjective', study(3, ...terms), 'sentence')).toBe(
      '3 of 4 adjectives are characteristic of a class, most of all “good” for positive, and “dull” for negative and somewhat negative',
    );
  });

  test('may be characteristic of one class only', () => {
    const terms = [term('run', NONE, [0, 0, 0, 0, 3]), term('go', NONE, NONE)];
    expect(describeTerms('verb', study(2.5, ...terms), 'sentence')).toBe(
      '1 of 2 verbs is characteristic of a class, “run” for positive',
    );
  });

  test('that go no further than chance are characteristic of nothing', () => {
    const terms = [term('Ann', NONE, [0, 0, 0, 0, 2.5]), term('Bob', NONE, [2, 0, 0, 0, 0])];
    expect(describeTerms('person', study(2.5, ...terms), 'sentence')).toBe(
      'None of 2 people is characteristic of a class: even “Ann” for positive (z 2.5) may be chance',
    );
    expect(describeTerms('verb', study(0, term('go', NONE, NONE)), 'text')).toBe(
      'None of 1 verb is characteristic of a class',
    );
  });
});

/** Studies in which only some kinds have terms. */
const studies = (some: Partial<Record<TermKind, TermStudy>>): Record<TermKind, TermStudy> => ({
  ...{ person: study(0), place: study(0), organization: study(0), nationality: study(0) },
  ...{ adjective: study(0), verb: study(0) },
  ...some,
});

describe('the frequency of terms', () => {
  test('may be told of none, and where nothing is characteristic', () => {
    const nothing = 'No adjective or verb is characteristic of a class, be it frequent or not';
    expect(describeFrequency(studies({}))).toBe(nothing);
    expect(describeFrequency(studies({ verb: study(3, term('go', [9, 9, 9, 9, 9], [0, 0, 0, 0, 3])) }))).toBe(
      nothing,
    );
  });

  test('misleads where most of the frequent are not characteristic', () => {
    const adjective = study(
      3,
      term('good', [9, 9, 9, 9, 1], [-2, -3, 0, 2, 1]),
      term('bad', [5, 1, 0, 0, 0], [1, 6.04, -1, -3, -4]),
      term('great', [0, 0, 0, 3, 8], [-2, -1, -1, 1, 5]),
    );
    // Nine in the lists of the classes; of them "bad" speaks for somewhat negative, "great" for positive.
    expect(describeFrequency(studies({ adjective }))).toBe(
      'Frequency misleads: of 9 places among the most frequent adjectives and verbs of each class 2 are held by a word that is characteristic of it; of somewhat negative texts “good” (z −3.0) is the most frequent adjective, “bad” (z 6.0) the most characteristic',
    );
  });

  test('tells what is characteristic where most of the frequent are, without an example where there is none', () => {
    const terms = [0, 1, 2, 3, 4].map((k) => term(`t${k}`, NONE.with(k, 5), NONE.with(k, 4)));
    expect(describeFrequency(studies({ verb: study(3, ...terms) }))).toBe(
      'What is frequent is mostly characteristic: of 5 places among the most frequent adjectives and verbs of each class 5 are held by a word that is characteristic of it',
    );
  });

  test('is asked of the eight most frequent of a class', () => {
    const terms = Array.from({ length: 9 }, (_, i) => term(`t${i}`, [9 - i, 0, 0, 0, 0], [i, 0, 0, 0, 0]));
    expect(describeFrequency(studies({ adjective: study(7, ...terms) }))).toMatch(
      /of 8 places .* 0 are held by a word that is characteristic of it; of negative texts “t0” \(z 0\.0\) .*, “t8” \(z 8\.0\) the most/,
    );
  });
});

describe('what names mean for training', () => {
  const KINDS = ['person', 'place'] as const;

  test('is nothing where none is characteristic', () => {
    const place = study(2, term('Rome', NONE, [1, 0, 0, 0, 0]));
    expect(adviseOnNames(studies({ place }), KINDS)).toMatch(
      /^no name tells anything of the class beyond chance/,
    );
  });

  test('is told with three of those that are', () => {
    const person = study(2, ...'Ann Bob Cid Dan'.split(' ').map((name) => term(name, NONE, [3, 0, 0, 0, 0])));
    expect(adviseOnNames(studies({ person }), KINDS)).toMatch(/^“Ann”, “Bob” and “Cid” tell something of/);
  });
});

test('what words mean for training depends on whether any is characteristic', () => {
  const verb = study(2, term('go', NONE, [0, 3, 0, 0, 0]));
  expect(adviseOnWords(studies({ verb }))).toMatch(/^single words tell something of the class/);
  expect(adviseOnWords(studies({ verb: { ...verb, criticalZ: 3 } }))).toMatch(/^single words tell nothing/);
});
