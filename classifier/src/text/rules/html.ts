import { decodeHTMLStrict } from 'entities/decode';
import { rule } from './rule.ts';

/** Elements whose tags end a line; tags of other elements may stand within a word. */
const LINES = 'br p div hr li ul ol dl dt dd tr td th table h1 h2 h3 h4 h5 h6 blockquote pre section article';
const OTHERS =
  'a abbr b big body button center cite code del em font footer head header html i iframe img input ins label link main mark meta nav q s script small source span strike strong style sub sup tbody thead title tt u video audio wbr';
const LINE_ELEMENTS = new Set(LINES.split(' '));

/** A tag. Only names of HTML elements match, and attributes must have values, so that `a <b and c>` is left alone. */
const TAG = new RegExp(
  `<\\/?(${`${LINES} ${OTHERS}`.split(' ').join('|')})(?:\\s[^<>=]{0,40}=[^<>]{0,1000})?\\s{0,9}\\/?>|<!--[^<>]{0,1000}-->`,
  'gi',
);

/** Rules for HTML character references, which may encode tags. */
export const REFERENCE_RULES = [
  rule(
    {
      name: 'character references, even if escaped several times',
      example: ['It isn&#39;t good&amp;nbsp;&amp;amp; long', "It isn't good\u00a0& long"],
      trigger: '&',
    },
    /&(?:amp;){0,4}(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi,
    ([reference]) => decodeHTMLStrict(reference.replace(/^&(?:amp;)+(?=[#a-z])/i, '&')),
  ),
  rule(
    {
      name: 'references to an apostrophe that lost their semicolon',
      example: ['It isn&#39t good', "It isn't good"],
      trigger: '&#',
    },
    /&(?:amp;){0,4}#(?:39|8217|x27|x2019)(?![\da-f])/gi,
    "'",
  ),
];

/** Rules for HTML tags. */
export const TAG_RULES = [
  rule(
    {
      name: 'tags, some of which end a line',
      example: ['A <b>good</b> film<br /><br />1 < 2', 'A good film\n\n1 < 2'],
      trigger: '<',
    },
    TAG,
    ([, element]) => (element && LINE_ELEMENTS.has(element.toLowerCase()) ? '\n' : ''),
  ),
];

/** Rules for escaped characters, line breaks and quotes; the treebank's `\/` and `\*` are handled in `respell`. */
export const ESCAPE_RULES = [
  rule(
    { name: 'escaped characters', example: ['It isn\\u2019t good', 'It isn’t good'], trigger: '\\u' },
    /\\u(?:00[a-f]|20[0-6])[\da-f]|\\ud83[c-e]\\ud[c-f][\da-f]{2}/gi,
    ([escaped]) => JSON.parse(`"${escaped.toLowerCase()}"`),
  ),
  rule(
    { name: 'percent-encoded apostrophes', example: ['It isn%27t good', "It isn't good"], trigger: '%' },
    /(?<=\p{L})%(?:27|e2%80%99)(?=\p{L})/giu,
    "'",
  ),
  rule(
    { name: 'escaped line breaks', example: ['Good.\\nBad.', 'Good.\nBad.'], trigger: '\\' },
    /(?:\\r)?\\n/g,
    '\n',
  ),
  rule(
    { name: 'escaped quotes', example: ["It isn\\'t good", "It isn't good"], trigger: '\\' },
    /\\(['"])/g,
    ([, quote]) => quote,
  ),
];
