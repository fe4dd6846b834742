import { createRewriter } from '../edits.ts';
import { type Rule, rule } from './rule.ts';

/** A hashtag. It is not a number, and not within a word, as in `C#` and `sh*#t`. */
const HASHTAG = /(?<![^\s"'([{.,:;!?…])#(?=\p{L})[\p{L}\p{N}_]+/gu;
/** A word boundary within a hashtag. */
const HUMP = /_+|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu;

const hashtags: Rule = {
  name: 'hashtags are their words',
  example: ['#awesome #NotMyMovie', 'awesome Not My Movie'],
  trigger: '#',
  rewrite(text) {
    const rewriter = createRewriter(text);
    for (const { 0: hashtag, index } of text.matchAll(HASHTAG)) {
      rewriter.replace(index, index + 1, '');
      for (const { 0: hump, index: at } of hashtag.matchAll(HUMP)) {
        if (at > 1) rewriter.replace(index + at, index + at + hump.length, ' ');
      }
    }
    return rewriter.finish();
  },
};

/** The top-level domains recognized in links without a scheme. */
const DOMAINS = 'com|net|org|io|co|ly|be|me|tv|uk|de|fr|info';

/** Rules for links, hosts, e-mail addresses, handles and hashtags. */
export const ADDRESS_RULES = [
  rule(
    { name: 'links', example: ['Good, see https://example.org/a.', 'Good, see  .'], trigger: '/' },
    /(?<!\w)(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"]*[^\s<>".,;:!?'()[\]{}…]/gi,
    ' ',
  ),
  rule(
    {
      name: 'links without a scheme',
      example: ['See imdb.com/title/1', 'See  '],
      trigger: new RegExp(`\\.(?:${DOMAINS})/`, 'i'),
    },
    new RegExp(
      `(?<![\\w.@/-])(?:[a-z\\d-]{1,63}\\.){1,4}(?:${DOMAINS})/(?:[^\\s<>"]*[^\\s<>".,;:!?'()[\\]{}…])?`,
      'gi',
    ),
    ' ',
  ),
  rule(
    { name: 'hosts', example: ['See www.example.org', 'See  '], trigger: '.' },
    /(?<![\w.@/-])www\.[a-z\d.-]*[a-z\d]/gi,
    ' ',
  ),
  rule(
    { name: 'e-mail addresses', example: ['Ask me.now@example.org', 'Ask  '], trigger: '@' },
    /(?<![\w.+-])[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,4}/gi,
    ' ',
  ),
  rule(
    { name: 'handles', example: ['RT @name: good', '  good'], trigger: '@' },
    /(?:(?<!\w)RT )?(?<![^\s"'([{.,:;!?…])@\w+:?/g,
    ' ',
  ),
  hashtags,
];
