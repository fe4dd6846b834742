import { setApart, setAside } from './aside.ts';
import { rule } from './rule.ts';

/** Emoticons and their phrases; an ambiguous emoticon has none. */
const EMOTICONS: readonly (readonly [pattern: RegExp, phrase?: string])[] = [
  [/^[:;=]'?-?[)\]}]+$/, 'nice'],
  [/^[:;=]-?D+$|^[xX]-?D+$/, 'great'],
  [/^\^_?\^$|^\\o\/$/, 'fun'],
  [/^[:;]-?\*+$/, 'lovely'],
  [/^[:=]'-?\(+$|^T[_.]T$|^;_;$/, 'sad'],
  [/^[:;=]-?[([{]+$|^>:-?\(+$/, 'disappointing'],
  [/^[:;=]-?[/\\|]+$|^-_+-$|^>[._]<$/, 'annoying'],
  [/^<\/+3+$/, 'awful'],
  [/^¯|^ಠ/, 'annoying'],
  [/┻/, 'terrible'],
  [/^[:;=]-?[pPb]$|^:-?[oO]$|^[oO][_.][oO]$/],
];

const EYES = String.raw`[:;=]'?-?[)(\]\[}{]+|[:;=]-?(?:D+|[pPb]|\*+|[/\\|]+)|>:-?\(+|:-?[oO]`;
/** A shrug, whose arm Markdown may have taken or doubled; a look of disapproval; a table thrown over. */
const FIGURES = String.raw`¯\\{0,3}_\(ツ\)_/¯|ಠ_+ಠ|\([╯ノ][^\s()]{1,5}\)[╯ノ]\s?[︵彡]{1,3}\s?┻━{1,5}┻`;
const OTHERS = String.raw`${FIGURES}|[xX]-?D+|\^_?\^|\\o\/|-_{1,3}-|>[._]<|T[_.]T|;_;|[oO][_.][oO]|<\/+3+`;
const ONE = new RegExp(`${EYES}|${OTHERS}`, 'g');
/**
 * Emoticons with eyes and a mouth may be attached to a word, as in `ok:)`. No letter, digit or link may follow. The
 * length of a row is bounded to keep matching fast.
 */
const ROW = new RegExp(
  String.raw`(?:(?<![:;=\\-])(?:${EYES})|(?<![^\s.!?,])(?:${OTHERS}))(?:\s{0,2}(?:${EYES}|${OTHERS})){0,20}(?=$|[\s.!?,"'…:;=]|\p{Extended_Pictographic})`,
  'gu',
);

function wordsOf(row: string): Set<string> {
  const found = row.match(ONE) ?? [];
  return new Set(found.flatMap((one) => EMOTICONS.find(([pattern]) => pattern.test(one))?.[1] ?? []));
}

/** Replaces emoticons by their phrases, each once a row. */
export const EMOTICON_RULES = [
  rule(
    { name: 'hearts such as <3', example: ['I <3 it. <3 <3', 'I love it. , love it'], trigger: '<3' },
    /(?<!\d\s{0,2}|[\w<])<3+(?:\s?<3+)*(?![\w.]\d|\w)/g,
    (match) => {
      const { input, 0: hearts, index } = match;
      const end = index + hearts.length;
      const isVerb =
        /\p{L}\s?$/u.test(input.slice(Math.max(0, index - 2), index)) &&
        /^\s?\p{L}/u.test(input.slice(end, end + 3));
      return isVerb ? setApart(match, 'love') : setAside(match, 'love it');
    },
  ),
  rule({ name: 'emoticons', example: ['I saw it :-)) :)', 'I saw it , nice'] }, ROW, (match) => {
    const words = [...wordsOf(match[0])].slice(0, 3);
    return words.length === 0 ? ' ' : setAside(match, words.join(' , '));
  }),
];
