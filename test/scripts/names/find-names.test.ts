import { describe, expect, test } from 'vitest';
import { AWKWARD_TEXTS, HOSTILE_TEXTS } from '../../../scripts/bench/hostile-texts.ts';
import { toPlainSpelling } from '../../../scripts/bench/plain-spelling.ts';
import { findNames } from '../../../scripts/names/find-names.ts';

/** The names in a text as `kind: text`. */
const find = (text: string): string[] => findNames(text).map((name) => `${name.kind}: ${name.text}`);

describe('findNames finds', () => {
  test.each([
    [
      'a person by first name and surname',
      'Nobody but Meryl Streep could save this .',
      ['person: Meryl Streep'],
    ],
    ['a surname that is no everyday word', 'This is what Kurosawa did better .', ['person: Kurosawa']],
    ['a person whose first name is an everyday word', 'I laughed at Bill Murray .', ['person: Bill Murray']],
    ['a person with particles', 'A film by Guillermo del Toro .', ['person: Guillermo del Toro']],
    ['a person with an initial', 'Here Samuel L. Jackson shouts .', ['person: Samuel L. Jackson']],
    ['a person at the beginning', 'Almodovar makes it look easy .', ['person: Almodovar']],
    ['places', 'From Tokyo to New York City .', ['place: Tokyo', 'place: New York City']],
    ['organizations', 'Shown on HBO , paid for by Miramax .', ['organization: HBO', 'organization: Miramax']],
    [
      'nationalities',
      'A French actor and two Danes of Irish-American stock .',
      ['nationality: French', 'nationality: Irish-American'],
    ],
    [
      'a nationality before a person',
      'With Spanish Penelope Cruz .',
      ['nationality: Spanish', 'person: Penelope Cruz'],
    ],
  ])('%s', (_, text, names) => {
    expect(find(text)).toEqual(expect.arrayContaining(names));
  });

  test('a name without the possessive after it', () => {
    expect(find("Spielberg 's war and Tarantino's blood")).toEqual([
      'person: Spielberg',
      'person: Tarantino',
    ]);
  });

  test('a person without the title before the name', () => {
    expect(find('The best is Mr. Depardieu .')).toEqual(['person: Depardieu']);
  });

  test('both of two names with a slash between them', () => {
    expect(find('The Scorsese\\/Tarantino school')).toEqual(['person: Scorsese', 'person: Tarantino']);
  });
});

describe('findNames leaves out', () => {
  test.each([
    ['words in lower case', 'a will to mark the rose in paris and the french door of a bill'],
    ['an everyday word at the beginning', 'Will it end ? Everything drags . Hope dies .'],
    ['titles in quotes', "They call it `` Doctor Zhivago Again '' in vain ."],
    ['titles with a capital on a small word', 'It copies All About My Mother and The Hours in every scene .'],
    ['titles of everyday words joined by one', 'After Reign of Terror it is mild .'],
    ['titles with a number', 'It is no Stuart Little 2 , and no Shrek II .'],
    ['everyday words joined to a name by a hyphen', 'a B-movie with Oscar-worthy sound'],
    ['words derived from names', 'A Hitchcockian , Felliniesque piece of Freudianism .'],
    ['abbreviations that are not known', 'On DVD or TV , rated PG-13 .'],
  ])('%s', (_, text) => {
    expect(find(text)).toEqual([]);
  });
});

const TREEBANK = [
  "Is n't it odd that Woody Allen 's film -LRB- shot in Paris -RRB- has no American fans ?",
  "`` I 'd rather watch Kurosawa , '' says Mr. Ebert of the U.S. release .",
  'Writer\\/director Jane Campion gon na win -- or so Disney hopes ...',
  "Philip Seymour Hoffman and Robert De Niro ca n't save Hollywood 's worst from MTV .",
];

describe('the places of names', () => {
  test.each(TREEBANK)('are where the text holds them: %s', (treebank) => {
    for (const text of [treebank, toPlainSpelling(treebank)]) {
      const names = findNames(text);
      expect(names.length).toBeGreaterThan(0);
      for (const { text: name, start, end } of names) expect(text.slice(start, end)).toBe(name);
      const starts = names.map(({ start }) => start);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    }
  });
});

test.each(TREEBANK)('plain spelling has the names of the treebank’s: %s', (treebank) => {
  expect(toPlainSpelling(treebank)).not.toBe(treebank);
  expect(find(toPlainSpelling(treebank))).toEqual(find(treebank));
});

test('awkward and very long texts get names in their places, soon', () => {
  const capitals = [
    'The ',
    'Ab of ',
    'Woody Allen ',
    'French ',
    'Mr. ',
    'Ab ',
    'A.B.',
    '" Ab ',
    'Will ',
    'de Ab ',
  ];
  const long = [...HOSTILE_TEXTS.map(({ text }) => text), ...capitals.map((text) => text.repeat(3000))];
  for (const text of [...AWKWARD_TEXTS, ...long]) {
    const start = performance.now();
    for (const { text: name, start, end } of findNames(text)) expect(text.slice(start, end)).toBe(name);
    expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(5000);
  }
});
