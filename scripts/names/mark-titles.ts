import { findKnownKind, isCommonWord } from './name-lexicon.ts';
import type { Word } from './split-words.ts';

/** Words that, inside a sentence, are capitalised only in titles. */
const TITLE_WORD =
  /^(?:A|About|After|All|An|And|Are|At|Be|Before|Being|But|By|Do|Down|For|From|Her|His|How|I|If|In|Into|Is|It|Like|Me|More|My|No|Not|Of|Off|On|Or|Our|Out|Over|So|Than|That|The|Their|This|To|Too|Under|Up|Us|We|What|When|Where|Who|With|You|Your)$/;
/** Lower-case words that continue a title if a capitalised word follows. */
const JOINING_WORD = /^(?:&|a|at|for|in|of|on|the|to)$/;
const NUMERAL = /^(?:\d{1,2}|[23]000|I{2,3}|IV)$/;
const QUOTE = /^["']$/;
/** The maximum number of words in a quoted title. */
const MAX_QUOTED = 8;

/**
 * Marks the words that belong to titles of films and other works, judged by their form: words in quotes, words with a
 * capitalised function word (`Do the Right Thing`), everyday words joined by one (`Reign of Fire`), and words with a
 * number (`Stuart Little 2`).
 * @returns shape [numWords]
 */
export function markTitles(words: readonly Word[]): boolean[] {
  const isTitle = new Array<boolean>(words.length).fill(false);
  for (let i = 0; i < words.length; i++) {
    if (isTitle[i]) continue;
    const end = QUOTE.test(words[i]!.text)
      ? findQuoteEnd(words, i)
      : beginsTitle(words, i)
        ? findEnd(words, i)
        : i;
    isTitle.fill(true, i, end);
    // The capitalised words just before belong to the title: `Daughter From Danang`.
    if (end > i) for (let j = i - 1; words[j]?.isCapital && !isTitle[j]; j--) isTitle[j] = true;
  }
  return isTitle;
}

/** Whether a word is the first of a sentence or of a part of one, where a capital is not informative. */
export function isFirst(words: readonly Word[], i: number): boolean {
  return i === 0 || /^(?:[.!?:"'()]|\.\.\.|-+)$/.test(words[i - 1]!.text);
}

function beginsTitle(words: readonly Word[], i: number): boolean {
  const { text, isCapital } = words[i]!;
  if (!isCapital) return false;
  const next = words[i + 1];
  if (next !== undefined && NUMERAL.test(next.text)) return true;
  if (TITLE_WORD.test(text)) return !isFirst(words, i) || (next?.isCapital === true && isEveryday(next.text));
  if (!isEveryday(text) || next === undefined || next.isCapital) return false;
  const last = findEnd(words, i) - 1;
  // At the start of a sentence a capital is not informative: `Set in France`.
  return last > i && (!isFirst(words, i) || isEveryday(words[last]!.text));
}

const isEveryday = (word: string): boolean =>
  isCommonWord(word) && !TITLE_WORD.test(word) && findKnownKind(word) === undefined;

/**
 * Finds the end of the capitalised words from `i`, with numbers and at most two consecutive joining words between them.
 */
function findEnd(words: readonly Word[], i: number): number {
  let end = i;
  while (end < words.length) {
    let next = end;
    while (next < end + 2 && JOINING_WORD.test(words[next]?.text ?? '')) next++;
    const word = words[next];
    if (word === undefined || !(word.isCapital || (next === end && NUMERAL.test(word.text)))) break;
    end = next + 1;
  }
  return end;
}

/** Finds the end of the quotation that begins at `i`, or `i` if it is not a title. */
function findQuoteEnd(words: readonly Word[], i: number): number {
  if (!words[i + 1]?.isCapital) return i;
  const { text } = words[i]!;
  const close = words.slice(i + 2, i + MAX_QUOTED + 2).findIndex((word) => word.text === text);
  return close < 0 ? i : i + 2 + close;
}
