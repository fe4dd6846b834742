import { setAside } from './aside.ts';
import { EMOJI_WORDS } from './emoji-words.ts';
import { rule } from './rule.ts';

/** A pictogram or a flag, except ©, ®, ™ and arrows. */
const PICTOGRAM =
  '(?:\\p{Extended_Pictographic}(?<![©®™↔-↪])|[\\u{1f1e6}-\\u{1f1ff}])[\\u{1f3fb}-\\u{1f3ff}]?';
const ROW = new RegExp(`${PICTOGRAM}(?:\\s{0,2}${PICTOGRAM})*`, 'gu');

/** Replaces emoji by their words, each once a row; emoji without a word are removed. */
export const EMOJI_RULES = [
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
