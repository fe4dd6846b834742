import type { TokenForm } from '../model.ts';
import type { Steps } from '../steps.ts';
import { isOneToken, winkTokens } from '../wink/wink.ts';
import { goesBeyondAscii, isSpaceAt, LONGEST_RUN } from './characters.ts';
import type { Places } from './edits.ts';
import { createMemory, remember } from './remember.ts';
import type { Span } from './sentences.ts';
import { createShortRuns } from './short-runs.ts';
import type { Spelling } from './spell.ts';

/** The tokens of a text, each with its word. Equal tokens share one word object. */
export interface Tokens<Word> {
  /** Shape [numTokens]: the words. */
  words: Word[];
  /** Shape [numTokens]: the start of each token in the text, in UTF-16 code units. */
  starts: number[];
  /** Shape [numTokens]: the end of each token, exclusive. */
  ends: number[];
}

/** A token within a run of non-white-space characters, with its offsets in the run; a linked list. */
interface Piece<Word> {
  /** Undefined until wink has split the run. */
  word: Word | undefined;
  /** Whether the word is `not`, before which shortened words become full forms. */
  isNot: boolean;
  start: number;
  end: number;
  next: Piece<Word> | undefined;
}

/** A run that wink still has to split, and its first token, to be filled in. */
interface UnknownRun<Word> {
  text: string;
  first: Piece<Word>;
}

const CUTS = /.{1,64}/gsu;
/** The most characters of runs that wink splits in one step: about 10 ms in the worst case. */
const STEP_CHARACTERS = 4096;
/** Longer runs are not cached, which bounds the cache to a few megabytes. */
const LONGEST_KNOWN_RUN = 24;

/** The full forms of words shortened before `n't`. */
const BEFORE_NOT = new Map([
  ['ca', 'can'],
  ['wo', 'will'],
  ['sha', 'shall'],
]);
/** Clitics with a single meaning, and their full forms. */
const LONG_FORMS = new Map([
  ["n't", 'not'],
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'m", 'am'],
]);

/**
 * Creates a function that finds the tokens of normalized texts. wink-nlp splits each run of non-white-space characters
 * independently, so recent runs are cached.
 * @param toWord creates the word of a token form; called once for each form in the cache
 */
export function createTokenFinder<Word extends TokenForm>(
  toWord: (form: TokenForm) => Word,
): (spelling: Spelling) => Steps<Tokens<Word>> {
  /** The first token of each recent run. */
  const knownRuns = createMemory<Piece<Word>>();
  const shortRuns = createShortRuns<Piece<Word>>();
  const wordOf = remember((normal) => toWord({ normal, isWord: true }));
  const signOf = remember((normal) => toWord({ normal, isWord: false }));
  const formOf = (token: string): Word => (holdsWord(token) ? wordOf : signOf)(normalize(token));

  function* findTokens(spelling: Spelling): Steps<Tokens<Word>> {
    const { text } = spelling;
    const runs: Piece<Word>[] = [];
    const places: number[] = [];
    let unknown: UnknownRun<Word>[] = [];
    let numUnknown = 0;
    const addRun = (start: number, end: number): void => {
      places.push(start);
      let first = shortRuns.get(text, start, end);
      if (!first) {
        const run = text.slice(start, end);
        first = knownRuns.get(run) ?? createRun(run);
        shortRuns.set(first);
      }
      runs.push(first);
    };
    const createRun = (run: string): Piece<Word> => {
      const word = isOneToken(run) ? formOf(run) : undefined;
      const first: Piece<Word> = { word, isNot: isNot(word), start: 0, end: run.length, next: undefined };
      if (!word) {
        unknown.push({ text: run, first });
        numUnknown += run.length;
      }
      if (run.length <= LONGEST_KNOWN_RUN) knownRuns.set(run, first);
      return first;
    };
    /**
     * Splits pending runs. This must happen before each step ends, because another text may be read before the next
     * step.
     */
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
      if (at - start <= LONGEST_RUN) addRun(start, at);
      else
        for (const { 0: cut, index } of text.slice(start, at).matchAll(CUTS)) {
          addRun(start + index, start + index + cut.length);
          if (numUnknown >= STEP_CHARACTERS) yield splitUnknown();
        }
      if (numUnknown >= STEP_CHARACTERS) yield splitUnknown();
    }
    splitUnknown();
    const tokens = join(runs, places);
    return spelling.isRewritten && goesBeyondAscii(text) ? mergeOverlapping(tokens, spelling) : tokens;
  }

  /** Splits runs that are not in the cache. */
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
        shortRuns.clear();
        throw new Error('wink-nlp gave a token that the text does not hold');
      }
      from = at + found.length;
      const isNewRun = at >= runEnd;
      while (at >= runEnd) {
        runStart = runEnd + 1;
        runEnd = runStart + runs[next++]!.text.length;
      }
      const word = formOf(found);
      const token = { word, isNot: isNot(word), start: at - runStart, end: from - runStart, next: undefined };
      if (isNewRun) piece = Object.assign(runs[next - 1]!.first, token);
      else piece = piece!.next = token;
    }
  }

  /** Joins the tokens of a text's runs. */
  function join(runs: readonly Piece<Word>[], places: readonly number[]): Tokens<Word> {
    let numTokens = 0;
    for (const run of runs)
      for (let piece: Piece<Word> | undefined = run; piece; piece = piece.next) numTokens++;
    const words = new Array<Word>(numTokens);
    const starts = new Array<number>(numTokens);
    const ends = new Array<number>(numTokens);
    let token = 0;
    for (let i = 0; i < runs.length; i++) {
      const place = places[i]!;
      for (let piece: Piece<Word> | undefined = runs[i]!; piece; piece = piece.next) {
        if (piece.isNot && token > 0) {
          const longForm = BEFORE_NOT.get(words[token - 1]!.normal);
          if (longForm) words[token - 1] = wordOf(longForm);
        }
        words[token] = piece.word!;
        starts[token] = place + piece.start;
        ends[token] = place + piece.end;
        token++;
      }
    }
    return { words, starts, ends };
  }

  /**
   * Merges tokens that overlap in the original. Composing accents can turn one character into several; if wink splits
   * these, they still are one token.
   */
  function mergeOverlapping(tokens: Tokens<Word>, { text, places }: Spelling): Tokens<Word> {
    const merged: Tokens<Word> = { words: [], starts: [], ends: [] };
    let before: Span | undefined;
    for (const [i, place] of placesOf(tokens, places).entries()) {
      const last = merged.words.length - 1;
      const start = tokens.starts[i]!;
      const end = tokens.ends[i]!;
      // Several words from one sign, such as an emoji, share its offsets but stay separate tokens.
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

/** The offsets of tokens in the original text. */
export function placesOf({ starts, ends }: Pick<Tokens<unknown>, 'starts' | 'ends'>, places: Places): Span[] {
  return starts.map((start, i) => ({ start: places.startOf(start), end: places.endOf(ends[i]!) }));
}

function isNot(word: TokenForm | undefined): boolean {
  return word?.normal === 'not';
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
