import { isFirst, markTitles } from './mark-titles.ts';
import { findKnownKind, isCommonWord, looksLikePerson } from './name-lexicon.ts';
import { splitWords, type Word } from './split-words.ts';

/** The kinds of names; a nationality is a word such as `French` or `Italian-American`. */
export const NAME_KINDS = ['person', 'place', 'organization', 'nationality'] as const;
/** The kind of a name. */
export type NameKind = (typeof NAME_KINDS)[number];

/** A name and its place in the text, in UTF-16 code units; `end` is exclusive. */
export interface Name {
  kind: NameKind;
  /** The name as the text spells it. */
  text: string;
  start: number;
  end: number;
}

/** A sequence of capitalised words, which may contain any number of names. */
interface Run {
  words: readonly Word[];
  /** Whether it is at the start of a sentence or of a part of one. */
  isFirst: boolean;
}

interface FoundName {
  kind: NameKind;
  words: readonly Word[];
}

/** The maximum number of words in a name. */
const MAX_WORDS = 4;
/** Particles of personal names, in lower case between two capitalised words, or capitalised. */
const PARTICLE = /^(?:al|bin|da|de|del|della|den|der|di|du|el|la|le|van|von)$/i;
const INITIAL = /^\p{Lu}\.?$/u;
const HONORIFIC = /^(?:Dr\.?|Lord|Miss|Mrs?\.?|Ms\.?|President|Professor|Sir)$/;
/** The endings of words derived from names, such as `Hitchcockian`. */
const DERIVED = /(?:esque|ian|ism)$/;

/**
 * Finds the names in a text, in order; the result is the same for the treebank's spelling and for plain text. A
 * sequence of capitalised words that does not look like a title is a nationality, a place or an organization if
 * compromise's lexicon lists it as one. Otherwise it is a person if its words are known in personal names or are not
 * everyday words. The time is linear in the length of the text.
 */
export function findNames(text: string): Name[] {
  return findRuns(splitWords(text))
    .flatMap(classifyRun)
    .map(({ kind, words }) => {
      const { start } = words[0]!;
      const { end } = words.at(-1)!;
      return { kind, text: text.slice(start, end), start, end };
    });
}

/** Finds the sequences of capitalised words outside titles, with the particles between them. */
function findRuns(words: readonly Word[]): Run[] {
  const isTitle = markTitles(words);
  const mayBeName = (i: number): boolean => words[i]?.isCapital === true && !isTitle[i];
  const isParticle = (i: number): boolean => PARTICLE.test(words[i]?.text ?? '');
  const runs: Run[] = [];
  for (let i = 0; i < words.length; i++) {
    if (!mayBeName(i)) continue;
    const begin = i;
    for (;;) {
      if (mayBeName(i + 1)) i++;
      else if (isParticle(i + 1) && mayBeName(i + 2)) i += 2;
      else if (isParticle(i + 1) && isParticle(i + 2) && mayBeName(i + 3)) i += 3;
      else break;
    }
    runs.push({ words: words.slice(begin, i + 1), isFirst: isFirst(words, begin) });
  }
  return runs;
}

/** Finds the names in a run. Nationalities are split off at its start; the rest is one name or none. */
function classifyRun(run: Run): FoundName[] {
  const found: FoundName[] = [];
  for (let from = 0; from < run.words.length; ) {
    const known = findKnownStart(run.words.slice(from, from + MAX_WORDS));
    const rest = run.words.slice(from, from + MAX_WORDS + 1);
    const begins = run.isFirst && from === 0;
    if (known?.kind === 'nationality' || known?.words.length === rest.length) {
      found.push(known!);
      from += known!.words.length;
    } else if (HONORIFIC.test(rest[0]!.text) || (begins && rest.length > 1 && !mayBeginPerson(rest))) {
      from++;
    } else {
      if (isPerson(rest, begins)) found.push({ kind: 'person', words: rest });
      break;
    }
  }
  return found;
}

/** Finds the longest known name at the start of the words, other than a person's. */
function findKnownStart(words: readonly Word[]): FoundName | undefined {
  for (let end = words.length; end > 0; end--) {
    const name = joinTexts(words.slice(0, end));
    // Words joined by hyphens are a nationality if each one is: `Italian-American`.
    const isNationality = name.split('-').every((part) => findKnownKind(part) === 'nationality');
    const kind = isNationality
      ? 'nationality'
      : (findKnownKind(name) ?? findKnownKind(name.replace(/\.$/, '')));
    if (kind !== undefined && kind !== 'person') return { kind, words: words.slice(0, end) };
  }
  return undefined;
}

/** Whether the first word may belong to a person's name, and is not capitalised only as the start of a sentence. */
function mayBeginPerson(words: readonly Word[]): boolean {
  const [first] = words;
  return !isCommonWord(first!.text) || looksLikePerson(joinTexts(words));
}

function isPerson(words: readonly Word[], begins: boolean): boolean {
  if (words.length > MAX_WORDS) return false;
  const texts = words.map(({ text }) => text);
  if (texts.some((text) => /\p{N}|^\p{Lu}{2,}$/u.test(text))) return false;
  if (texts.length > 1) return looksLikePerson(joinTexts(words)) || texts.every(mayBeOfPerson);
  const [only] = texts as [string];
  if (isCommonWord(only)) return !begins && findKnownKind(only) === 'person';
  return findKnownKind(only) === 'person' || (/\p{Ll}/u.test(only) && !DERIVED.test(only));
}

function mayBeOfPerson(word: string): boolean {
  return !isCommonWord(word) || findKnownKind(word) === 'person' || PARTICLE.test(word) || INITIAL.test(word);
}

function joinTexts(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}
