import type { TokenForm } from '../model.ts';
import type { Steps } from '../steps.ts';
import { isOneToken, winkTokens } from '../wink/wink.ts';
import { goesBeyondAscii, isSpaceAt } from './characters.ts';
import type { Places } from './edits.ts';
import { createMemory, remember } from './remember.ts';
import type { Span } from './sentences.ts';
import type { Spelling } from './spell.ts';

/** The tokens of a text, by what stands for each one's form: the same object for all tokens alike. */
export interface Tokens<Word> {
  /** Shape [numTokens]. */
  words: Word[];
  /** Shape [numTokens]: where each begins in the text, in UTF-16 code units. */
  starts: number[];
  /** Shape [numTokens]: where each ends, exclusive. */
  ends: number[];
}

/** A token of a run of characters without white space, its place in it, and the run's next token. */
interface Piece<Word> {
  /** Undefined until wink has been asked of the run. */
  word: Word | undefined;
  start: number;
  end: number;
  next: Piece<Word> | undefined;
}

/** A run that wink must be asked of, and its first token, to be filled in. */
interface UnknownRun<Word> {
  text: string;
  first: Piece<Word>;
}

/** wink's patterns take time that is quadratic, some of them cubic, in the length of a run: longer ones are cut. */
const LONGEST_RUN = 64;
const CUTS = /.{1,64}/gsu;
/** So many characters of runs wink is asked of in a step: some 10 ms where each run is made to take long. */
const STEP_CHARACTERS = 4096;
/** Longer runs are not remembered, so that it is a few megabytes. */
const LONGEST_KNOWN_RUN = 24;

/** What stands before `n't` is short for these. */
const BEFORE_NOT = new Map([
  ['ca', 'can'],
  ['wo', 'will'],
  ['sha', 'shall'],
]);
/** Short forms with one meaning, and the word they are short for. */
const LONG_FORMS = new Map([
  ["n't", 'not'],
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'m", 'am'],
]);

/**
 * Finds the tokens of texts in the one spelling. wink-nlp looks at each run of characters between white space by itself,
 * so that a run met of late need not be looked at again.
 * @param toWord what stands for a form, called once for each while it is remembered
 */
export function createTokenFinder<Word extends TokenForm>(
  toWord: (form: TokenForm) => Word,
): (spelling: Spelling) => Steps<Tokens<Word>> {
  /** The first token of each run met of late. */
  const knownRuns = createMemory<Piece<Word>>();
  const wordOf = remember((normal) => toWord({ normal, isWord: true }));
  const signOf = remember((normal) => toWord({ normal, isWord: false }));
  const formOf = (token: string): Word => (holdsWord(token) ? wordOf : signOf)(normalize(token));

  function* findTokens(spelling: Spelling): Steps<Tokens<Word>> {
    const { text } = spelling;
    const runs: Piece<Word>[] = [];
    const places: number[] = [];
    let unknown: UnknownRun<Word>[] = [];
    let numUnknown = 0;
    const addRun = (run: string, place: number): void => {
      let first = knownRuns.get(run);
      if (!first) {
        first = {
          word: isOneToken(run) ? formOf(run) : undefined,
          start: 0,
          end: run.length,
          next: undefined,
        };
        if (first.word === undefined) {
          unknown.push({ text: run, first });
          numUnknown += run.length;
        }
        if (run.length <= LONGEST_KNOWN_RUN) knownRuns.set(run, first);
      }
      runs.push(first);
      places.push(place);
    };
    /** Before each step ends, since another text may be read before the next: no run may be left half known. */
    const splitUnknown = (): undefined => {
      if (unknown.length > 0) split(unknown);
      unknown = [];
      numUnknown = 0;
    };
    for (let at = 0; at < text.length; ) {
      if (isSpaceAt(text, at)) {
        at++;
        continue;
      }
      const start = at++;
      while (at < text.length && !isSpaceAt(text, at)) at++;
      const run = text.slice(start, at);
      if (run.length <= LONGEST_RUN) addRun(run, start);
      else
        for (const { 0: cut, index } of run.matchAll(CUTS)) {
          addRun(cut, start + index);
          if (numUnknown >= STEP_CHARACTERS) yield splitUnknown();
        }
      if (numUnknown >= STEP_CHARACTERS) yield splitUnknown();
    }
    splitUnknown();
    const tokens = join(runs, places);
    return spelling.isRewritten && goesBeyondAscii(text) ? mergeOverlapping(tokens, spelling) : tokens;
  }

  /** Finds the tokens of runs that are not known. */
  function split(runs: readonly UnknownRun<Word>[]): void {
    const text = runs.map((run) => run.text).join(' ');
    let next = 0;
    let runStart = 0;
    let runEnd = -1;
    let piece: Piece<Word> | undefined;
    let from = 0;
    for (const found of winkTokens(text)) {
      const at = text.indexOf(found, from);
      if (at < 0) {
        knownRuns.clear();
        throw new Error('wink-nlp gave a token that the text does not hold');
      }
      from = at + found.length;
      const isNewRun = at >= runEnd;
      while (at >= runEnd) {
        runStart = runEnd + 1;
        runEnd = runStart + runs[next++]!.text.length;
      }
      const token = { word: formOf(found), start: at - runStart, end: from - runStart, next: undefined };
      if (isNewRun) piece = Object.assign(runs[next - 1]!.first, token);
      else piece = piece!.next = token;
    }
  }

  /** The tokens of a text's runs. */
  function join(runs: readonly Piece<Word>[], places: readonly number[]): Tokens<Word> {
    const words: Word[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    for (let i = 0; i < runs.length; i++) {
      const place = places[i]!;
      for (let piece: Piece<Word> | undefined = runs[i]!; piece; piece = piece.next) {
        const word = piece.word!;
        if (word.normal === 'not' && words.length > 0) {
          const longForm = BEFORE_NOT.get(words.at(-1)!.normal);
          if (longForm) words[words.length - 1] = wordOf(longForm);
        }
        words.push(word);
        starts.push(place + piece.start);
        ends.push(place + piece.end);
      }
    }
    return { words, starts, ends };
  }

  /** Composing accents may make several characters of one: where wink parts these, they are one token all the same. */
  function mergeOverlapping(tokens: Tokens<Word>, { text, places }: Spelling): Tokens<Word> {
    const merged: Tokens<Word> = { words: [], starts: [], ends: [] };
    let before: Span | undefined;
    for (const [i, place] of placesOf(tokens, places).entries()) {
      const last = merged.words.length - 1;
      const start = tokens.starts[i]!;
      const end = tokens.ends[i]!;
      // What one sign says in several words stands apart, at one place.
      const isSamePlace =
        place.start === before?.start && place.end === before.end && start > merged.ends[last]!;
      if (before && place.start < before.end && !isSamePlace) {
        merged.words[last] = formOf(text.slice(merged.starts[last], end));
        merged.ends[last] = end;
        before.end = place.end;
      } else {
        merged.words.push(tokens.words[i]!);
        merged.starts.push(start);
        merged.ends.push(end);
        before = place;
      }
    }
    return merged;
  }

  return findTokens;
}

/** Where tokens stood in the original text. */
export function placesOf({ starts, ends }: Pick<Tokens<unknown>, 'starts' | 'ends'>, places: Places): Span[] {
  return starts.map((start, i) => ({ start: places.startOf(start), end: places.endOf(ends[i]!) }));
}

/** Whether a token holds a letter or a digit. */
function holdsWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}

function normalize(token: string): string {
  const lower = token.toLowerCase();
  const plain = /^[\x20-\x7e]*$/.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}+/gu, '');
  return LONG_FORMS.get(plain) ?? plain;
}
