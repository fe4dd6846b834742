import { goesBeyondAscii } from '../characters.ts';
import type { Edits } from '../edits.ts';
import { ADDRESS_RULES } from './addresses.ts';
import { CONTRACTION_RULES } from './contractions.ts';
import { EMOJI_RULES } from './emoji.ts';
import { EMOTICON_RULES } from './emoticons.ts';
import { ESCAPE_RULES, REFERENCE_RULES, TAG_RULES } from './html.ts';
import { MARKUP_RULES } from './markup.ts';
import { RATING_RULES } from './ratings.ts';
import type { Rule } from './rule.ts';
import { SARCASM_RULES } from './sarcasm.ts';
import { SIGN_RULES } from './signs.ts';

/**
 * All rules, in the order of application. They turn text as people write it into plain prose as in the training data.
 * HTML comes early because it can encode any character; links come before emoticons because they may look like one.
 */
export const RULES: readonly Rule[] = [
  ...REFERENCE_RULES,
  ...SIGN_RULES,
  ...ESCAPE_RULES,
  ...TAG_RULES,
  ...MARKUP_RULES,
  ...SARCASM_RULES,
  ...ADDRESS_RULES,
  ...RATING_RULES,
  ...EMOTICON_RULES,
  ...EMOJI_RULES,
  ...CONTRACTION_RULES,
];

/** A text as plain prose, and the edits of each rule that applied. */
export interface PlainText {
  text: string;
  edits: Edits[];
}

/** Applies all rules in order. Plain prose is unchanged. The time is linear in the text's length. */
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

function holds(text: string, trigger: Rule['trigger']): boolean {
  if (typeof trigger === 'string') return text.includes(trigger);
  return typeof trigger === 'function' ? trigger(text) : (trigger?.test(text) ?? true);
}
