import { createRewriter } from '../edits.ts';
import { setAside } from './aside.ts';
import { EMOJI_WORDS } from './emoji-words.ts';
import { type Rule, rule } from './rule.ts';

/** A pictogram or a flag, except ©, ®, ™ and arrows. */
const PICTOGRAM =
  '(?:\\p{Extended_Pictographic}(?<![©®™↔-↪])|[\\u{1f1e6}-\\u{1f1ff}])[\\u{1f3fb}-\\u{1f3ff}]?';
const ROW = new RegExp(`${PICTOGRAM}(?:\\s{0,2}${PICTOGRAM})*`, 'gu');

/** Words with a clapping hand or sparkles between every two. They stress each word, and are no applause. */
const CLAPPED =
  /(?:[👏✨]\s{0,2})?[\p{L}\p{N}'’]{1,30}(?:\s{0,2}[👏✨]\s{0,2}[\p{L}\p{N}'’]{1,30})+(?:\s{0,2}[👏✨])?/gu;
const CLAP = /[👏✨]/gu;

const claps: Rule = {
  name: 'claps and sparkles between words',
  example: ['👏 not 👏 good', '  not   good'],
  trigger: /[👏✨]/u,
  rewrite(text) {
    const rewriter = createRewriter(text);
    for (const { 0: words, index } of text.matchAll(CLAPPED)) {
      for (const { 0: clap, index: at } of words.matchAll(CLAP)) {
        rewriter.replace(index + at, index + at + clap.length, ' ');
      }
    }
    return rewriter.finish();
  },
};

/** Replaces emoji by their words, each once a row; emoji without a word are removed. */
export const EMOJI_RULES = [
  claps,
  rule(
    { name: 'a hundred percent of a word', example: ['💯 scam. 💯', '  scam. 💯'], trigger: '💯' },
    /💯(?=\s?\p{L})/gu,
    ' ',
  ),
  rule(
    {
      name: 'emoji',
      example: ['I love it 😍😍😍 so 🦖', 'I love it , wonderful , so  '],
      isBeyondAscii: true,
    },
    ROW,
    (match) => {
      const words = new Set([...match[0]].flatMap((one) => EMOJI_WORDS.get(one) ?? []));
      return words.size === 0 ? ' ' : setAside(match, [...words].slice(0, 3).join(' , '));
    },
  ),
];
