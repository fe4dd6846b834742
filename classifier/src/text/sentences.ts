import type { Steps } from '../steps.ts';
import { winkSentences } from '../wink/wink.ts';
import { outlineOf } from './outline.ts';

/** A range of a text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/**
 * A run without white space that is long enough to be slow: wink's patterns are quadratic or even cubic in its length.
 */
const LONG_RUN = /\S{64}(?=\S)/gu;

/**
 * The most characters of an outline that wink reads in one step. The outline of an ordinary text of 20,000 characters
 * is shorter.
 */
const STEP_CHARACTERS = 5120;

/**
 * Splits a text into sentences, in order and in steps. Leading and trailing white space is excluded. A fragment joins
 * the sentence before it if it holds no letter or digit (a closing quote, stars) or begins with punctuation that ends
 * or continues a sentence. A line break alone does not end a sentence.
 * @returns at least one sentence unless the text is white space alone
 */
export function* splitSentences(text: string): Steps<Span[]> {
  const start = text.search(/\S/);
  if (start < 0) return [];
  const end = text.trimEnd().length;
  if (!mayHoldSeveral(text)) return [{ start, end }];
  const spans: Span[] = [];
  const outline = outlineOf(text);
  // Same length, so offsets are unchanged: white space becomes spaces, and long runs are broken up.
  const spaced = outline.text
    .replace(/[^\S ]/g, ' ')
    .replace(LONG_RUN, (run) => run.replace(/.$/su, (last) => ' '.repeat(last.length)));
  let from = start;
  let read = 0;
  const found = yield* findSentences(spaced);
  for (const sentence of found) {
    const at = spaced.indexOf(sentence, read);
    if (at < 0) continue;
    read = at + sentence.length;
    const to = outline.placeOf(read - 1) + 1;
    const begin = from + text.slice(from, to).search(/\S|$/);
    from = to;
    const before = spans.at(-1);
    if (before && isContinued(text.slice(begin, to))) before.end = to;
    else spans.push({ start: begin, end: to });
  }
  if (spans.length === 0) return [{ start, end }];
  spans.at(-1)!.end = end;
  return spans;
}

/** The sentences of an outline, as they are spelled in it, in steps. */
function* findSentences(outline: string): Steps<string[]> {
  const found: string[] = [];
  for (let from = 0; from < outline.length; ) {
    const isLast = outline.length - from <= STEP_CHARACTERS;
    const to = isLast ? outline.length : outline.lastIndexOf(' ', from + STEP_CHARACTERS) + 1;
    const part = outline.slice(from, to);
    const sentences = winkSentences(part);
    // The last sentence of a part may continue, so the next part begins with it.
    const open = isLast || sentences.length < 2 ? undefined : sentences.pop()!;
    found.push(...sentences.filter((sentence) => sentence !== '')); // an empty one is white space alone
    from = open === undefined ? to : from + part.lastIndexOf(open);
    yield;
  }
  return found;
}

/** The treebank's bracket tokens, which are not words. */
const TREEBANK_BRACKET = /-[LR][RSC]B-/g;

/**
 * Whether a sentence found by wink continues the one before it; white space before punctuation, as in the treebank,
 * must not split.
 */
function isContinued(sentence: string): boolean {
  if (/^(?:[.…,;:!?)\]}]|-R[RSC]B-)/.test(sentence)) return true;
  return !/[\p{L}\p{N}]/u.test(sentence.replace(TREEBANK_BRACKET, ''));
}

/** Whether text follows the first mark that can end a sentence. Otherwise wink need not be called. */
function mayHoldSeveral(text: string): boolean {
  const mark = text.search(/[.!?…]/);
  if (mark < 0) return false;
  const space = text.slice(mark).search(/\s/);
  return space >= 0 && /[\p{L}\p{N}]/u.test(text.slice(mark + space));
}
