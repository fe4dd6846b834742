import nlp from 'compromise';
import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { type Spelling, spell } from '../../../classifier/internals/index.ts';
import { findNames, type Name, type NameKind } from '../../names/find-names.ts';
import { findKnownKind } from '../../names/name-lexicon.ts';

/** Finds the names in a text. */
export type NameFinder = (text: string) => Name[];

/** The name of the baseline. */
export const BASELINE = 'rows of capitalised words';
/** The name of our finder, which the report uses. */
export const OWN = 'ours: capitals less titles, kinds by compromise’s lexicon';

/**
 * The finders by name, the baseline first. Finders that do not distinguish kinds return `person`, the most frequent
 * kind.
 */
export const NAME_FINDERS: Record<string, NameFinder> = {
  [BASELINE]: findCapitals,
  'wink-nlp custom entities': (text) => findByWink(text, () => 'person'),
  'wink-nlp, kinds by compromise’s lexicon': (text) =>
    findByWink(text, (name) => findKnownKind(name) ?? 'person'),
  'compromise as it is': (text) =>
    findByCompromise({ text, places: { startOf: (place) => place, endOf: (place) => place } }, text),
  'compromise, corrected': (text) => findByCompromise(spell(text), text).flatMap(correct),
  [OWN]: findNames,
};

/** Finds sequences of capitalised words, except at the start of the text. */
function findCapitals(text: string): Name[] {
  return Array.from(
    text.matchAll(/(?<=\s)\p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}.-]*)*/gu),
    ({ 0: name, index }) => ({
      kind: 'person',
      text: name,
      start: index,
      end: index + name.length,
    }),
  );
}

const wink = winkNLP(winkModel, ['sbd', 'pos', 'cer']);
wink.learnCustomEntities([{ name: 'name', patterns: ['[PROPN] [|PROPN] [|PROPN] [|PROPN]'] }]);

/** Finds sequences of up to four proper nouns, tagged by wink-nlp, with a custom entity. */
function findByWink(text: string, findKind: (name: string) => NameKind): Name[] {
  const { text: spelled, places } = spell(text);
  const document = wink.readDoc(spelled);
  const tokens: { at: number; to: number }[] = [];
  let from = 0;
  for (const token of document.tokens().out()) {
    const at = spelled.indexOf(token, from);
    from = at + token.length;
    tokens.push({ at, to: from });
  }
  const spans = document.customEntities().out(wink.its.span) as unknown as [number, number][];
  return spans.map(([first, last]) => {
    const start = places.startOf(tokens[first]!.at);
    const end = places.endOf(tokens[last]!.to);
    const name = text.slice(start, end);
    return { kind: findKind(name), text: name, start, end };
  });
}

/** Finds names by compromise's own methods, in the given spelling of a text. */
function findByCompromise(
  { text: spelled, places }: Pick<Spelling, 'text' | 'places'>,
  text: string,
): Name[] {
  const document = nlp(spelled);
  const views = {
    person: document.people(),
    place: document.places(),
    organization: document.organizations(),
    nationality: document.match('#Demonym+'),
  };
  return Object.entries(views).flatMap(([kind, view]) =>
    view.json({ offset: true, terms: { offset: true } }).map(({ terms }: CompromiseMatch) => {
      const from = terms[0]!.offset.start;
      const to = terms.at(-1)!.offset.start + terms.at(-1)!.offset.length;
      const start = places.startOf(from);
      const end = places.endOf(to);
      return { kind, text: text.slice(start, end), start, end };
    }),
  );
}

interface CompromiseMatch {
  terms: { offset: { start: number; length: number } }[];
}

/**
 * Reduces a name to its first sequence of capitalised words, before any `'s` or punctuation mark, with the kind from
 * the lexicon.
 */
function correct({ kind, text, start }: Name): Name[] {
  const found = /\p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}.-]*)*/u.exec(text);
  if (found === null) return [];
  const [name] = found;
  const begin = start + found.index;
  return [{ kind: findKnownKind(name) ?? kind, text: name, start: begin, end: begin + name.length }];
}
