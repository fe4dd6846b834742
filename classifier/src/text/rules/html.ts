import { decodeHTMLStrict } from 'entities/decode';
import { rule } from './rule.ts';

/** Elements whose tags end a line; those of the others may stand within a word. */
const LINES = 'br p div hr li ul ol dl dt dd tr td th table h1 h2 h3 h4 h5 h6 blockquote pre section article';
const OTHERS =
  'a abbr b big body button center cite code del em font footer head header html i iframe img input ins label link main mark meta nav q s script small source span strike strong style sub sup tbody thead title tt u video audio wbr';
const LINE_ELEMENTS = new Set(LINES.split(' '));

/** Names are those of HTML, and attributes have values, so that `a <b and c>` stays as it is. */
const TAG = new RegExp(
  `<\\/?(${`${LINES} ${OTHERS}`.split(' ').join('|')})(?:\\s[^<>=]{0,40}=[^<>]{0,1000})?\\s{0,9}\\/?>|<!--[^<>]{0,1000}-->`,
  'gi',
);

/** HTML's characters, which may stand for those of tags. */
export const REFERENCE_RULES = [
  rule(
    {
      name: 'character references, escaped several times too',
      example: ['It isn&#39;t good&amp;nbsp;&amp;amp; long', "It isn't good\u00a0& long"],
      trigger: '&',
    },
    /&(?:amp;){0,4}(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi,
    ([reference]) => decodeHTMLStrict(reference.replace(/^&(?:amp;)+(?=[#a-z])/i, '&')),
  ),
];

/** HTML as in files of reviews. */
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

/** What programs put in the place of line breaks and quotes; the treebank's `\/` and `\*` are none of these. */
export const ESCAPE_RULES = [
  rule(
    { name: 'line breaks as escapes', example: ['Good.\\nBad.', 'Good.\nBad.'], trigger: '\\' },
    /(?:\\r)?\\n/g,
    '\n',
  ),
  rule(
    { name: 'quotes as escapes', example: ["It isn\\'t good", "It isn't good"], trigger: '\\' },
    /\\(['"])/g,
    ([, quote]) => quote,
  ),
];
