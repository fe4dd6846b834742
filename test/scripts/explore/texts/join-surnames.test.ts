import { expect, test } from 'vitest';
import { joinSurnames } from '../../../../scripts/explore/texts/join-surnames.ts';
import type { NameKind } from '../../../../scripts/names/find-names.ts';
import { makeSentence } from '../../../helpers/make-sentence.ts';

/** What names are called, of sentences that hold one each. */
function join(...names: (readonly [kind: NameKind, name: string])[]): string[] {
  const sentences = names.map((name) => makeSentence(name[1], [['*', 2]], [name]));
  return joinSurnames(sentences).flatMap((sentence) => sentence.names.map(({ text }) => text));
}

test('a surname is the only full name that ends with it', () => {
  expect(join(['person', 'Spielberg'], ['person', 'Steven Spielberg'])).toEqual([
    'Steven Spielberg',
    'Steven Spielberg',
  ]);
});

test('a surname of several persons, a first name, and a name alone stay', () => {
  const names = ['Allen', 'Woody Allen', 'Tim Allen', 'Woody', 'Seagal'];
  expect(join(...names.map((name) => ['person', name] as const))).toEqual(names);
});

test('what is no person is no surname, and gives none', () => {
  expect(join(['place', 'Washington'], ['person', 'Denzel Washington'])).toEqual([
    'Washington',
    'Denzel Washington',
  ]);
  expect(join(['person', 'York'], ['place', 'New York'])).toEqual(['York', 'New York']);
});
