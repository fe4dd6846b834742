import { goesBeyondAscii } from '../characters.ts';
import type { Edits } from '../edits.ts';
import { ADDRESS_RULES } from './addresses.ts';
import { CONTRACTION_RULES } from './contractions.ts';
import { EMOJI_RULES } from './emoji.ts';
import { EMOTICON_RULES } from './emoticons.ts';
import { ESCAPE_RULES, REFERENCE_RULES, TAG_RULES } from './html.ts';
import { RATING_RULES } from './ratings.ts';
import type { Rule } from './rule.ts';
import { SIGN_RULES } from './signs.ts';

/**
 * What people write, brought to what models have learned from, in this order: HTML may hold any character, links may
 * hold what looks like an emoticon.
 */
export const RULES: readonly Rule[] = [
  ...REFERENCE_RULES,
  ...SIGN_RULES,
  ...ESCAPE_RULES,
  ...TAG_RULES,
  ...ADDRESS_RULES,
  ...RATING_RULES,
  ...EMOTICON_RULES,
  ...EMOJI_RULES,
  ...CONTRACTION_RULES,
];

/** A text as plain prose, and how each rule came to it. */
export interface PlainText {
  text: string;
  edits: Edits[];
}

/** Applies all rules, one after the other; plain prose stays as it is. Takes time in proportion to the text's length. */
export function toPlainText(original: string): PlainText {
  const edits: Edits[] = [];
  let text = original;
  let isBeyondAscii = goesBeyondAscii(text);
  for (const { isBeyondAscii: isForOthers, trigger, rewrite } of RULES) {
    if ((isForOthers && !isBeyondAscii) || !holds(text, trigger)) continue;
    const rewritten = rewrite(text);
    if (rewritten.text === text) continue;
    text = rewritten.text;
    edits.push(rewritten.edits);
    isBeyondAscii = goesBeyondAscii(text);
  }
  return { text, edits };
}

function holds(text: string, trigger: string | RegExp | undefined): boolean {
  return typeof trigger === 'string' ? text.includes(trigger) : (trigger?.test(text) ?? true);
}
