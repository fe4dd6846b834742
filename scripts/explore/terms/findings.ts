import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { count, decimal, list, plural, quote } from '../../report/index.ts';
import type { Unit } from '../texts/unit.ts';
import {
  listLargest,
  TERM_KINDS,
  type Term,
  type TermKind,
  type TermStudies,
  type TermStudy,
} from './study.ts';

// Findings about names, adjectives and verbs, and the advice for training that follows.

/** A term in the list of one class. */
interface ListedTerm {
  kind: TermKind;
  label: number;
  term: Term;
}

const NUM_SHOWN = 2;

/** Describes the terms that are significantly characteristic of a class. */
export function describeTerms(
  kind: TermKind,
  { terms, criticalZ }: TermStudy,
  unit: Unit,
  names: readonly string[] = SENTIMENTS,
): string {
  const nameWithClasses = nameWithClassesOf(names);
  const { noun, nouns } = TERM_KINDS[kind];
  const [strongest] = strongestOfEachClass(terms);
  if (strongest === undefined) return `No ${noun} stands in three ${unit}s or more`;
  const characteristic = terms.filter(({ z }) => Math.max(...z) > criticalZ);
  if (characteristic.length === 0) {
    const { term, label } = strongest;
    const even =
      term.z[label]! > 0
        ? `: even ${nameWithClasses([strongest])} (z ${decimal(term.z[label], 1)}) may be chance`
        : '';
    return `None of ${plural(terms.length, noun, nouns)} is characteristic of a class${even}`;
  }
  const best = strongestOfEachClass(terms).filter(({ term, label }) => term.z[label]! > criticalZ);
  const named = [...Map.groupBy(best, ({ term }) => term).values()].slice(0, NUM_SHOWN).map(nameWithClasses);
  const [are, most] = characteristic.length === 1 ? ['is', ''] : ['are', 'most of all '];
  return `${count(characteristic.length)} of ${count(terms.length)} ${nouns} ${are} characteristic of a class, ${most}${named.join(', and ')}`;
}

/** Formats the places of one term, such as `“dull” for negative and somewhat negative`. */
function nameWithClassesOf(names: readonly string[]) {
  return (places: readonly { term: Term; label: number }[]): string =>
    `${quote(places[0]!.term.term)} for ${list(places.map(({ label }) => names[label]!))}`;
}

/** The most characteristic term of each class, the most characteristic of all first. */
function strongestOfEachClass(terms: readonly Term[]): { term: Term; label: number }[] {
  if (terms.length === 0) return [];
  return terms[0]!.z
    .map((_, label) => ({
      term: terms.reduce((a, b) => (b.z[label]! > a.z[label]! ? b : a)),
      label,
    }))
    .sort((a, b) => b.term.z[b.label]! - a.term.z[a.label]!);
}

const WORD_KINDS = ['adjective', 'verb'] as const;

/** Describes whether the frequent terms of a class are also characteristic of it. */
export function describeFrequency(studies: TermStudies, names: readonly string[] = SENTIMENTS): string {
  const isCharacteristic = ({ kind, label, term }: ListedTerm): boolean =>
    term.z[label]! > studies[kind].criticalZ;
  const lists = WORD_KINDS.flatMap((kind) =>
    names.map((_, label) => {
      const { terms } = studies[kind];
      const toListed = (term: Term): ListedTerm => ({ kind, label, term });
      return {
        frequent: listLargest(terms, ({ numTexts }) => numTexts[label]!).map(toListed),
        characteristic: listLargest(terms, ({ z }) => z[label]!)
          .map(toListed)
          .filter(isCharacteristic),
      };
    }),
  );
  const frequent = lists.flatMap((each) => each.frequent);
  if (!lists.some(({ characteristic }) => characteristic.length > 0)) {
    return 'No adjective or verb is characteristic of a class, be it frequent or not';
  }
  const numBoth = frequent.filter(isCharacteristic).length;
  const tally = `of ${plural(frequent.length, 'place')} among the most frequent adjectives and verbs of each class ${count(numBoth)} ${numBoth === 1 ? 'is' : 'are'} held by a word that is characteristic of it`;
  const misleading = lists.flatMap(({ frequent: [first], characteristic: [best] }) =>
    first !== undefined && best !== undefined && !isCharacteristic(first) ? [{ first, best }] : [],
  );
  // The most striking example: the least characteristic of the most frequent terms.
  const [example] = misleading.toSorted((a, b) => zOf(a.first) - zOf(b.first));
  const shown =
    example === undefined
      ? ''
      : `; of ${names[example.first.label]} texts ${nameWithZ(example.first)} is the most frequent ${example.first.kind}, ${nameWithZ(example.best)} the most characteristic`;
  return `${numBoth < frequent.length / 2 ? 'Frequency misleads' : 'What is frequent is mostly characteristic'}: ${tally}${shown}`;
}

const zOf = ({ term, label }: ListedTerm): number => term.z[label]!;
const nameWithZ = (listed: ListedTerm): string => `${quote(listed.term.term)} (z ${decimal(zOf(listed), 1)})`;

const NUM_NAMED = 3;

/** Advises on whether a model needs to know these kinds of names. */
export function adviseOnNames(studies: TermStudies, kinds: readonly TermKind[]): string {
  const names = kinds.flatMap((kind) => {
    const { terms, criticalZ } = studies[kind];
    return terms.filter(({ z }) => Math.max(...z) > criticalZ).map(({ term }) => term);
  });
  if (names.length === 0) {
    return 'no name tells anything of the class beyond chance, so a model that does not know them loses nothing.';
  }
  return `${list(names.slice(0, NUM_NAMED).map(quote))} ${names.length === 1 ? 'tells' : 'tell'} something of the class here, but names come and go with films and firms: what a model learns of them may be wrong of others.`;
}

/** Advises on whether single words predict the class. */
export function adviseOnWords(studies: TermStudies): string {
  const isTelling = WORD_KINDS.some((kind) =>
    studies[kind].terms.some(({ z }) => Math.max(...z) > studies[kind].criticalZ),
  );
  return isTelling
    ? 'single words tell something of the class, so a linear model on words is a fair beginning.'
    : 'single words tell nothing of the class beyond chance; it takes more texts, or more than single words.';
}
