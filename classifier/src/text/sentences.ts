import type { Steps } from '../steps.ts';
import { winkSentences } from '../wink/wink.ts';
import { outlineOf } from './outline.ts';

/** A sentence's place in a text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** wink's patterns are quadratic, some cubic, in the length of a run without white space. */
const LONG_RUN = /\S{64}(?=\S)/gu;

/** So many characters of an outline wink reads in a step: all of it for a text of 20,000 that is not made to take long. */
const STEP_CHARACTERS = 5120;

/**
 * The sentences of a text, in steps, in order, from the first character that is not white space to the last. What holds no
 * letter or digit (a closing quote, stars) or begins with what ends or goes on with a sentence belongs to the sentence before it; a line break alone ends none.
 * @returns at least one for a text that is not white space alone
 */
export function* splitSentences(text: string): Steps<Span[]> {
  const start = text.search(/\S/);
  if (start < 0) return [];
  const end = text.trimEnd().length;
  if (!mayHoldSeveral(text)) return [{ start, end }];
  const spans: Span[] = [];
  const outline = outlineOf(text);
  // Of the same length, so that places stay: one kind of white space, and some in long runs.
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

/** The sentences of an outline as they stand in it, in steps. */
function* findSentences(outline: string): Steps<string[]> {
  const found: string[] = [];
  for (let from = 0; from < outline.length; ) {
    const isLast = outline.length - from <= STEP_CHARACTERS;
    const to = isLast ? outline.length : outline.lastIndexOf(' ', from + STEP_CHARACTERS) + 1;
    const part = outline.slice(from, to);
    const sentences = winkSentences(part);
    // The last sentence of a part may go on behind it, so the next part begins with it.
    const open = isLast || sentences.length < 2 ? undefined : sentences.pop()!;
    found.push(...sentences.filter((sentence) => sentence !== '')); // of white space alone
    from = open === undefined ? to : from + part.lastIndexOf(open);
    yield;
  }
  return found;
}

/** The treebank's brackets, which are no words. */
const TREEBANK_BRACKET = /-[LR][RSC]B-/g;

/** Whether what wink found is no sentence of its own: the treebank's white space before punctuation must not make one. */
function isContinued(sentence: string): boolean {
  if (/^(?:[.…,;:!?)\]}]|-R[RSC]B-)/.test(sentence)) return true;
  return !/[\p{L}\p{N}]/u.test(sentence.replace(TREEBANK_BRACKET, ''));
}

/** Whether anything follows the first mark that can end a sentence: wink need not be asked of texts without. */
function mayHoldSeveral(text: string): boolean {
  const mark = text.search(/[.!?…]/);
  if (mark < 0) return false;
  const space = text.slice(mark).search(/\s/);
  return space >= 0 && /[\p{L}\p{N}]/u.test(text.slice(mark + space));
}
