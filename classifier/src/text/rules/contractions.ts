import { rule } from './rule.ts';

/** No letter, digit or apostrophe directly before a word, nor after it. */
const BEFORE = "(?<![\\p{L}\\p{N}'’@#_-])";
const BEHIND = "(?![\\p{L}\\p{N}'’_-])";
const APOSTROPHE = "['’`´]";

/** The words that `n't` can follow. */
const AUXILIARY =
  'is|are|was|were|do|does|did|ca|could|would|should|wo|has|have|had|ai|must|need|sha|might|ought';
/**
 * `n't` without its apostrophe, with it misplaced or doubled, with a neighbouring key or a question mark (for a lost
 * character) instead, or with a space beside it.
 */
const NEGATIONS = [
  'nt',
  `nt${APOSTROPHE}t`,
  'n t(?= +[a-z])',
  `${APOSTROPHE}+nt`,
  `n${APOSTROPHE}{2,3}t`,
  'n[;",?]t',
  `n(?: ${APOSTROPHE}|${APOSTROPHE} )t`,
];

/** Words before `wont` and `cant` as nouns: `as is his wont`, `the cant of politics`. */
const BEFORE_NOUN =
  /(?:^|[^\p{L}])(?:the|an?|of|this|that|such|his|her|their|its|my|your|our|\p{L}{1,20}['’]s|is|was|are|were)\s{1,5}$/iu;

/** Whether the `nt` found belongs to the noun `wont` or `cant`. */
function isOwnWord({ input, 0: match, index }: RegExpExecArray): boolean {
  const word = input.slice(index - 2, index + 2).toLowerCase();
  if (match.length !== 2 || (word !== 'wont' && word !== 'cant')) return false;
  const before = input.slice(Math.max(0, index - 30), index - 2);
  return BEFORE_NOUN.test(before) || (word === 'wont' && /^\s+to\b/i.test(input.slice(index + 2, index + 9)));
}

/** The clitics of each word. Forms that are words themselves are left out: `its`, `were`, `well`, `hell`. */
const SHORT_FORMS: Record<string, string> = {
  i: 'm|ve',
  'you|they': 're|ve|ll|d',
  we: 've',
  it: 'll',
  'that|what|there|here|where|how|who|he|she': 's',
  'would|could|should|might|must': 've',
};
const SHORT_FORM = Object.entries(SHORT_FORMS)
  .map(([words, forms]) => `(?<=${BEFORE}(?:${words}))(?:${forms})`)
  .join('|');

/** The words that `not` is joined to by mistake; `cannot` is a word. */
const BEFORE_NOT = 'is|are|was|were|do|does|did|could|would|should|will|has|have|had|must';
/** Misspelled negations, without their end `nt` or `n't`. */
const MISSPELLED: Record<string, string> = {
  does: 'dos|dose|doese',
  do: 'd',
  did: 'dide|didi',
  was: 'wase|wasi',
  is: 'ise|isi',
  could: 'coud|cud|culd|coulde|coude',
  would: 'woud|wud|wuld|woulde|woude',
  should: 'shoud|shud|shuld|shoulde|shoude',
};
const MISSPELLED_VERB = Object.entries(MISSPELLED)
  .map(([verb, forms]) => `(?<${verb}>${forms})`)
  .join('|');

/** Rules for contractions as people type them. Where only the clitic is wrong, the word before it keeps its offsets. */
export const CONTRACTION_RULES = [
  rule(
    {
      name: 'misspelled negations',
      example: ['It dosent work, I coudnt', "It doesn't work, I couldn't"],
      trigger: new RegExp(`n['’]?t\\b(?<=\\b(?:${Object.values(MISSPELLED).join('|')})n['’]?t)`, 'i'),
    },
    new RegExp(`${BEFORE}(?:${MISSPELLED_VERB})n['’]?t${BEHIND}`, 'giu'),
    ({ groups }) => `${Object.keys(groups!).find((verb) => groups![verb])}n't`,
  ),
  rule(
    { name: 'not joined to its verb', example: ['I donot care', 'I do not care'], trigger: /[a-z]not\b/i },
    new RegExp(`(?<=${BEFORE}(?:${BEFORE_NOT}))not${BEHIND}`, 'giu'),
    ([not]) => ` ${not}`,
  ),
  rule(
    {
      name: 'negations with their apostrophe lost or misplaced',
      example: [
        "It isnt good, I CANT, he did'nt, as is his wont",
        "It isn't good, I CAN'T, he didn't, as is his wont",
      ],
    },
    new RegExp(`(?<=${BEFORE}(?:${AUXILIARY}))(?:${NEGATIONS.join('|')})${BEHIND}`, 'giu'),
    (match) => (isOwnWord(match) ? undefined : `${/n/i.exec(match[0])![0]}'${match[0].at(-1)}`),
  ),
  rule(
    {
      name: 'other contractions without an apostrophe',
      example: ['Im sure theyre good, its well made', "I'm sure they're good, its well made"],
    },
    new RegExp(`(?:${SHORT_FORM})${BEHIND}`, 'giu'),
    ([form]) => `'${form}`,
  ),
  rule(
    { name: 'a misplaced apostrophe', example: ["Your'e right", "You're right"], trigger: "'" },
    /(?<=(?<![\p{L}\p{N}])(?:you|they|we))r['’]e(?![\p{L}\p{N}])/giu,
    "'re",
  ),
];
